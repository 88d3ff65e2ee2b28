// Chromium exchanges samples with echo servers of several settings: each side checks every byte.
//
//     PHP=php EXTENSION=target/release/libswoxide.so node tests-php/clients/browser/samples.mjs
//
// Prints "ok - case" or "not ok - case" for each.

import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';

import { limited, makeCertificates, startEchoServer } from '../start-echo-server.mjs';

const SIZES = [0, 1, 125, 126, 65535, 65536, 1 << 20, 8 << 20];
const COMPRESSION = { websocket_compression: true };
const TAKEOVER = { ...COMPRESSION, websocket_context_takeover: true };

const { certificate, settings: tls } = makeCertificates();
const variants = {
  'ws': {},
  'ws, compressed': COMPRESSION,
  'ws, compressed with memory': TAKEOVER,
  'wss': tls,
  'wss, compressed': { ...tls, ...COMPRESSION },
};

// The browser trusts this one key besides what it trusts anyhow; all else about certificates stays as it is.
const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
const trusted = createHash('sha256').update(key).digest('base64');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', `--ignore-certificate-errors-spki-list=${trusted}`],
});

/** What runs in the page: `connect`, `exchange` and the samples. */
const library = `${readFileSync(new URL('../sample.mjs', import.meta.url))}
  export async function connect() {
    const socket = new WebSocket(location.origin.replace('http', 'ws'));
    socket.binaryType = 'arraybuffer';
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error('not connected'));
    });
    return socket;
  }

  export const next = socket => new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => resolve(data);
    socket.onclose = ({ code, reason }) => reject(new Error('closed with ' + code + ' ' + reason));
  });

  export async function exchange(socket, kind, binary, seed, size, compressed) {
    const sent = makeSample(kind, !binary, seed, size);
    socket.send('expect ' + JSON.stringify({ kind, seed, size, binary, compressed }));
    const answer = next(socket);
    socket.send(binary ? sent : new TextDecoder().decode(sent));
    const data = await answer;
    if ((typeof data === 'string') === binary) throw new Error('it came back with another opcode');
    const problem = difference(sent, binary ? new Uint8Array(data) : new TextEncoder().encode(data));
    if (problem) throw new Error(problem);
  }
`;

const cases = {
  'what is agreed on': async ({ page, compressed }) => {
    const extensions = await page.evaluate(async () => {
      const socket = await swoxide.connect();
      const { extensions } = socket;
      socket.close();
      return extensions;
    });
    assert.equal(extensions.startsWith('permessage-deflate'), compressed, extensions);
  },
  ...Object.fromEntries(['random', 'lines'].flatMap(kind => [false, true].map(binary => [
    `${kind} in ${binary ? 'binary' : 'text'}, up to 8 MiB`,
    ({ page, compressed }) => page.evaluate(async ({ kind, binary, sizes, compressed }) => {
      const socket = await swoxide.connect();
      for (const [seed, size] of sizes.entries()) {
        // What compresses badly, or is very short, the browser may leave as it is.
        const sure = !compressed || (kind === 'lines' && size > 1000);
        await swoxide.exchange(socket, kind, binary, seed, size, sure ? compressed : null);
      }
      socket.close();
    }, { kind, binary, sizes: SIZES, compressed }),
  ]))),
  '30 connections at once': ({ page, compressed }) => page.evaluate(async compressed => {
    // Opened in turn: the browser makes a page wait that opens many at a time.
    const sockets = [];
    while (sockets.length < 30) sockets.push(await swoxide.connect());
    await Promise.all(sockets.map(async (socket, number) => {
      for (let message = 0; message < 10; message++) {
        await swoxide.exchange(socket, ['random', 'lines'][message % 2], number % 2 === 0, number, 10 ** (message % 5),
          compressed ? null : false);
      }
      socket.close();
    }));
  }, compressed),
  'a close with code and reason, both ways': async ({ page }) => {
    const closes = await page.evaluate(async () => {
      const closed = socket => new Promise(resolve => {
        socket.onclose = ({ code, reason, wasClean }) => resolve([code, reason, wasClean]);
      });
      const [one, other] = [await swoxide.connect(), await swoxide.connect()];
      const both = [closed(one), closed(other)];
      one.close(4123, '再见');
      other.send('close me');
      return Promise.all(both);
    });
    assert.deepEqual(closes, [[4123, '再见', true], [4000, 'as you asked', true]]);
  },
};

let failed = 0;
async function test(name, body) {
  try {
    await limited(body());
    console.log(`ok - browser samples: ${name}`);
  } catch (problem) {
    failed++;
    console.log(`not ok - browser samples: ${name}`);
    console.log(stripVTControlCharacters(problem.message).trim().replace(/^/gm, '#   '));
  }
}

async function openPage(settings) {
  const server = await startEchoServer(settings);
  const context = await browser.newContext();
  const page = await context.newPage();
  const scheme = 'ssl_cert_file' in settings ? 'https' : 'http';
  // Any page of the server's origin will do; this one says that there is none.
  await page.goto(`${scheme}://127.0.0.1:${server.port}/`);
  await page.evaluate(async source => {
    globalThis.swoxide = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  }, library);
  return { server, context, page, compressed: 'websocket_compression' in settings };
}

try {
  for (const [variant, settings] of Object.entries(variants)) {
    let open;
    await test(`${variant}: a page opens`, async () => { open = await openPage(settings); });
    if (!open) continue;
    for (const [name, run] of Object.entries(cases)) await test(`${variant}: ${name}`, () => run(open));
    await open.context.close();
    open.server.process.kill('SIGKILL');
  }
  await test('wss: a certificate that the browser does not know is not trusted', async () => {
    const server = await startEchoServer(makeCertificates().settings);
    const page = await browser.newPage();
    await assert.rejects(page.goto(`https://127.0.0.1:${server.port}/`), /ERR_CERT_AUTHORITY_INVALID/);
    server.process.kill('SIGKILL');
  });
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
