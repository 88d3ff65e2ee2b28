// The npm package "ws" exchanges samples with servers of several settings: each side checks every byte.
// Prints "ok - case" or "not ok - case" for each.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import WebSocket from 'ws';

import { difference, makeSample } from '../sample.mjs';
import { limited, makeCertificates, startEchoServer } from '../start-echo-server.mjs';

const SIZES = [0, 1, 125, 126, 65535, 65536, 1 << 20, 8 << 20];
const COMPRESSION = { websocket_compression: true };
const TAKEOVER = { ...COMPRESSION, websocket_context_takeover: true };
// The package would by itself leave short messages as they are.
const everything = { threshold: 0 };

const { authority, settings: tls } = makeCertificates();

/** `offer` is what the client offers, `compressed` what comes of it. */
const variants = {
  'ws': { settings: {}, offer: everything, compressed: false },
  'ws, no offer': { settings: COMPRESSION, offer: false, compressed: false },
  'ws, compressed': { settings: COMPRESSION, offer: everything, compressed: true },
  'ws, compressed with memory': { settings: TAKEOVER, offer: everything, compressed: true },
  'ws, compressed, memory declined': {
    settings: TAKEOVER, compressed: true,
    offer: { ...everything, serverNoContextTakeover: true, clientNoContextTakeover: true },
  },
  'ws, compressed with small windows': {
    settings: TAKEOVER, offer: { ...everything, serverMaxWindowBits: 9, clientMaxWindowBits: 10 }, compressed: true,
  },
  'wss': { settings: tls, offer: everything, compressed: false },
  'wss, compressed': { settings: { ...tls, ...COMPRESSION }, offer: everything, compressed: true },
};

async function withClient(server, use) {
  const scheme = server.isTls ? 'wss' : 'ws';
  const client = new WebSocket(`${scheme}://127.0.0.1:${server.port}/`, {
    maxPayload: 0, perMessageDeflate: server.offer, ca: authority,
  });
  await once(client, 'open');
  try {
    await use(client);
  } finally {
    client.terminate();
  }
}

const send = (client, kind, binary, seed, size) =>
  client.send(makeSample(kind, !binary, seed, size), { binary });

function check(kind, binary, seed, size, data, isBinary) {
  assert.equal(isBinary, binary, 'it came back with another opcode');
  assert.equal(difference(makeSample(kind, !binary, seed, size), data), undefined);
}

/** The next message; a connection that the server closes instead says why. */
const receive = client => new Promise((resolve, reject) => {
  const closed = (code, reason) => reject(new Error(`closed with ${code} ${reason}`));
  client.once('close', closed);
  client.once('message', (data, isBinary) => {
    client.off('close', closed);
    resolve([data, isBinary]);
  });
});

async function exchange(server, client, kind, binary, seed, size) {
  const { compressed } = server;
  client.send(`expect ${JSON.stringify({ kind, seed, size, binary, compressed })}`);
  const answer = receive(client);
  send(client, kind, binary, seed, size);
  check(kind, binary, seed, size, ...await answer);
}

const cases = {
  'what is agreed on': server => withClient(server, async client => {
    assert.equal(client.extensions, server.compressed ? 'permessage-deflate' : '');
  }),
  ...Object.fromEntries(['random', 'lines'].flatMap(kind => [false, true].map(binary => [
    `${kind} in ${binary ? 'binary' : 'text'}, up to 8 MiB`,
    server => withClient(server, async client => {
      for (const [seed, size] of SIZES.entries()) await exchange(server, client, kind, binary, seed, size);
      if (kind === 'lines') {
        const whole = SIZES.reduce((sum, size) => sum + size);
        assert.equal(client._socket.bytesRead < whole / 2, server.compressed, 'what the server sent has another size');
      }
    }),
  ]))),
  '100 clients at once': server => Promise.all(Array.from({ length: 100 }, (_, number) =>
    withClient(server, async client => {
      for (let message = 0; message < 10; message++) {
        await exchange(server, client, ['random', 'lines'][message % 2], number % 2 === 0, number, 10 ** (message % 5));
      }
    }))),
  '1,000 samples in a row': server => withClient(server, async client => {
    const sampleOf = number => [['random', 'lines'][number % 2], number % 3 === 0, number, number * 37 % 5000];
    const all = new Promise((resolve, reject) => {
      let next = 0;
      client.on('message', (data, isBinary) => {
        try {
          check(...sampleOf(next++), data, isBinary);
        } catch (problem) {
          reject(problem);
        }
        if (next === 1000) resolve();
      });
      client.on('close', (code, reason) => reject(new Error(`closed with ${code} ${reason}`)));
    });
    for (let number = 0; number < 1000; number++) send(client, ...sampleOf(number));
    await all;
  }),
};

let failed = 0;
for (const [variant, { settings, offer, compressed }] of Object.entries(variants)) {
  let server;
  try {
    server = { ...await startEchoServer(settings), isTls: 'ssl_cert_file' in settings, offer, compressed };
  } catch (problem) {
    failed++;
    console.log(`not ok - Node ws: ${variant}: ${problem.message}`);
    continue;
  }
  for (const [name, run] of Object.entries(cases)) {
    try {
      await limited(run(server));
      console.log(`ok - Node ws: ${variant}: ${name}`);
    } catch (problem) {
      failed++;
      console.log(`not ok - Node ws: ${variant}: ${name}\n  ${String(problem.message).slice(0, 500)}`);
    }
  }
  server.process.kill('SIGKILL');
}
process.exit(failed ? 1 : 0);
