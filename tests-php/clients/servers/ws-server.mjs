// A server of the npm package "ws" for cases.php: it echoes, and does as it is told. Prints its port.
//
//     node ws-server.mjs '{"deflate": {...}, "certificate": "server.pem", "key": "server.key"}'

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createRequire } from 'node:module';

// Installed for the clients.
const { WebSocketServer } = createRequire(new URL('../node/package.json', import.meta.url))('ws');
const options = JSON.parse(process.argv[2]);
const http = options.certificate
  ? createSecureServer({ cert: readFileSync(options.certificate), key: readFileSync(options.key) })
  : createServer();
const server = new WebSocketServer({
  noServer: true,
  maxPayload: 0,
  perMessageDeflate: options.deflate ? { ...options.deflate, threshold: 0 } : false,
  handleProtocols: (offered) => (offered.has('v1.chat') ? 'v1.chat' : false),
});
http.on('upgrade', (request, socket, head) => {
  if (request.url === '/refuse') {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    return;
  }
  server.handleUpgrade(request, socket, head, (client) => {
    client.on('error', () => {});
    client.on('pong', () => client.send('the pong came'));
    client.on('message', (data, isBinary) => {
      const text = isBinary ? null : data.toString();
      switch (text) {
        case 'close me':
          return client.close(4000, 'as you asked');
        case 'abort':
          return client.terminate();
        case 'ping me':
          return client.ping('are you there?');
        case 'in fragments':
          return ['one ', 'two ', 'three'].forEach((part, place) => client.send(part, { fin: place === 2 }));
        case 'about me':
          return client.send(JSON.stringify({
            path: request.url, user: request.headers['x-user'] ?? null, subprotocol: client.protocol || null,
          }));
        default:
          return client.send(data, { binary: isBinary });
      }
    });
  });
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
