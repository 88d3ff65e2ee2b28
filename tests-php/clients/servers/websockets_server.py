"""A server of the Python package "websockets" for cases.php: it echoes, and does as it is told. Prints its port.

    python websockets_server.py '{"compression": true, "certificate": "server.pem", "key": "server.key"}'
"""

import asyncio
import http
import json
import logging
import ssl
import sys

import websockets
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

options = json.loads(sys.argv[1])
# It would write a trace for every connection that ends as it was told to.
logging.disable()


async def serve(connection):
    async for message in connection:
        if message == "close me":
            await connection.close(4000, "as you asked")
        elif message == "abort":
            connection.transport.abort()
        elif message == "ping me":
            await (await connection.ping(b"are you there?"))
            await connection.send("the pong came")
        elif message == "in fragments":
            await connection.send(["one ", "two ", "three"])
        elif message == "about me":
            await connection.send(json.dumps({
                "path": connection.request.path,
                "user": connection.request.headers.get("X-User"),
                "subprotocol": connection.subprotocol,
            }))
        else:
            await connection.send(message)


def refuse(connection, request):
    if request.path == "/refuse":
        return connection.respond(http.HTTPStatus.FORBIDDEN, "not you\n")
    return None


async def main():
    tls = None
    if "certificate" in options:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(options["certificate"], options["key"])
    extensions = [ServerPerMessageDeflateFactory(**options["deflate"])] if "deflate" in options else None
    async with websockets.serve(
        serve, "127.0.0.1", 0, ssl=tls, compression=None, extensions=extensions, process_request=refuse,
        subprotocols=["v1.chat"], max_size=None,
    ) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
