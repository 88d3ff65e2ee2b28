// The same server for Node's `ws`: node server.mjs 127.0.0.1 9501 [--compression] [--certificate= --key=]

import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { WebSocketServer } from 'ws';

const [host, port, ...words] = process.argv.slice(2);
const options = Object.fromEntries(words.map((word) => word.slice(2).split('=')));

const answer = (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname.startsWith('/broadcast')) {
        const message = url.searchParams.get('message');
        for (const client of server.clients) {
            client.send(message);
        }
    }
    response.end('Hello, world!');
};
const web = options.certificate
    ? https.createServer({ cert: readFileSync(options.certificate), key: readFileSync(options.key) }, answer)
    : http.createServer(answer);
const server = new WebSocketServer({
    server: web,
    maxPayload: 4 * 1024 * 1024,
    perMessageDeflate: 'compression' in options ? { threshold: 0 } : false,
});
server.on('connection', (socket) => {
    socket.on('message', (message, isBinary) => socket.send(message, { binary: isBinary }));
    socket.on('error', () => {});
});
web.listen({ host, port: Number(port), backlog: 1024 });
