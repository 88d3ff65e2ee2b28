// The npm package "ws" talks to the echo server. Prints "ok - case" or "not ok - case" for each.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

const ECHO_SERVER = fileURLToPath(new URL('../echo-server.php', import.meta.url));
const TIME_LIMIT = 30_000;
const SIZES = [0, 1, 125, 126, 127, 65535, 65536, 8 << 20];

const server = spawn(process.env.PHP ?? 'php', ['-d', `extension=${process.env.EXTENSION}`, ECHO_SERVER], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
process.on('exit', () => server.kill('SIGKILL'));
const [port] = await once(createInterface(server.stdout), 'line');

async function connect(options = {}) {
  const client = new WebSocket(`ws://127.0.0.1:${port}/`, { maxPayload: 0, ...options });
  await once(client, 'open');
  return client;
}

async function receive(client) {
  const [data, isBinary] = await once(client, 'message');
  return isBinary ? data : data.toString();
}

async function echo(client, message) {
  client.send(message);
  assert.deepEqual(await receive(client), message);
}

async function withClient(use, options) {
  const client = await connect(options);
  try {
    await use(client);
  } finally {
    client.terminate();
  }
}

const cases = {
  'text': () => withClient(async (client) => {
    for (const message of ['hello', '你好, 世界', '🦀'.repeat(1000)]) {
      await echo(client, message);
    }
  }),
  ...Object.fromEntries(SIZES.flatMap((size) => [
    [`text of ${size} bytes`, () => withClient((client) => echo(client, 'x'.repeat(size)))],
    [`binary of ${size} bytes`, () => withClient((client) => echo(client, randomBytes(size)))],
  ])),
  'fragments sent': () => withClient(async (client) => {
    client.send('one ', { fin: false });
    client.send('', { fin: false });
    client.ping('between');
    client.send('two ', { fin: false });
    client.send('three', { fin: true });
    const [[pong], message] = await Promise.all([once(client, 'pong'), receive(client)]);
    assert.equal(pong.toString(), 'between');
    assert.equal(message, 'one two three');
  }),
  'fragments received': () => withClient(async (client) => {
    client.send('in fragments');
    assert.equal(await receive(client), 'one two three');
  }),
  'pings': () => withClient(async (client) => {
    for (const payload of [Buffer.alloc(0), Buffer.from('payload'), randomBytes(125)]) {
      client.ping(payload);
      const [pong] = await once(client, 'pong');
      assert.deepEqual(pong, payload);
    }
  }),
  'ping from the server': () => withClient(async (client) => {
    client.send('ping me');
    const [payload] = await once(client, 'ping');
    assert.equal(payload.toString(), 'are you there?');
    await echo(client, 'and go on');
  }),
  'messages that are not masked': () => withClient(async (client) => {
    client.send('bare', { mask: false });
    assert.equal(await receive(client), 'bare');
  }),
  '5,000 messages': () => withClient(async (client) => {
    const all = new Promise((resolve, reject) => {
      let next = 0;
      client.on('message', (data) => {
        if (data.toString() !== `message ${next}`) reject(new Error(`${data} came instead of message ${next}`));
        if (++next === 5000) resolve();
      });
    });
    for (let number = 0; number < 5000; number++) client.send(`message ${number}`);
    await all;
  }),
  '100 clients at once': () => Promise.all(Array.from({ length: 100 }, (_, number) =>
    withClient(async (client) => {
      for (let message = 0; message < 10; message++) await echo(client, `client ${number}, message ${message}`);
    }))),
  'close by the client': async () => {
    const client = await connect();
    client.close(4001, 'enough');
    const [code] = await once(client, 'close');
    assert.equal(code, 4001);
  },
  'close by the server': async () => {
    const client = await connect();
    client.send('close me');
    const [code, reason] = await once(client, 'close');
    assert.deepEqual([code, reason.toString()], [4000, 'as you asked']);
  },
  'compression is not taken up': () => withClient(async (client) => {
    assert.equal(client.extensions, '');
    await echo(client, 'x'.repeat(1000));
  }, { perMessageDeflate: true }),
  'goes away with 1001 at shutdown': async () => {
    const client = await connect();
    await echo(client, 'still here');
    server.kill('SIGTERM');
    const [[code], [exitCode]] = await Promise.all([once(client, 'close'), once(server, 'exit')]);
    assert.deepEqual([code, exitCode], [1001, 0]);
  },
};

let failed = 0;
for (const [name, run] of Object.entries(cases)) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${TIME_LIMIT} ms`)), TIME_LIMIT);
  });
  try {
    await Promise.race([run(), limit]);
    console.log(`ok - Node ws: ${name}`);
  } catch (problem) {
    failed++;
    console.log(`not ok - Node ws: ${name}\n  ${String(problem.message).slice(0, 500)}`);
  } finally {
    clearTimeout(timer);
  }
}
process.exit(failed ? 1 : 0);
