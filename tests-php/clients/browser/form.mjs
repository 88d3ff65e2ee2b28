// Chromium posts a form with files, as a visitor fills it in and as a page's own code sends it.
//
//     PHP=php EXTENSION=target/release/libswoxide.so node tests-php/clients/browser/form.mjs
//
// Prints "ok - case" or "not ok - case" for each.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';

import { limited, startEchoServer } from '../start-echo-server.mjs';

const server = await startEchoServer();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const url = `http://127.0.0.1:${server.port}`;
const big = randomBytes(8 << 20);
const shown = (name, type, content) => [name, type, content.length, 0, createHash('sha256').update(content).digest('hex')];

/** Fills the form in and sends it; gives what the server says of it. */
async function fill(page, text, one, more) {
  await page.goto(`${url}/form`);
  await page.fill('[name=text]', text);
  if (one) await page.setInputFiles('[name=one]', one);
  await page.setInputFiles('[name="more[]"]', more);
  const [answer] = await Promise.all([page.waitForResponse(`${url}/upload`), page.click('button')]);
  return answer.json();
}

const cases = {
  'two files': async page => {
    const text = Buffer.from('short');
    const said = await fill(page, 'a "text" & 你好', { name: 'big.bin', mimeType: 'application/octet-stream', buffer: big },
      [{ name: 'say "hi" 你.txt', mimeType: 'text/plain', buffer: text }]);
    assert.deepEqual(said, {
      post: { text: 'a "text" & 你好' },
      files: {
        one: shown('big.bin', 'application/octet-stream', big),
        // A browser writes quotes so (HTML, "multipart/form-data encoding algorithm"), and PHP leaves them.
        more: [shown('say %22hi%22 你.txt', 'text/plain', text)],
        none: ['', '', 0, 4, null],
      },
    });
  },
  'several files in one field, and none': async page => {
    const files = [0, 1, 70_000].map(size => ({ name: `${size}.txt`, mimeType: 'text/plain', buffer: big.subarray(0, size) }));
    const said = await fill(page, '', null, files);
    assert.deepEqual(said, {
      post: { text: '' },
      files: {
        one: ['', '', 0, 4, null],
        more: files.map(({ name, mimeType, buffer }) => shown(name, mimeType, buffer)),
        none: ['', '', 0, 4, null],
      },
    });
  },
  'FormData of a page': async page => {
    await page.goto(`${url}/form`);
    const said = await page.evaluate(async () => {
      const form = new FormData();
      form.append('a[x]', 'field');
      form.append('f', new Blob(['blob'], { type: 'image/png' }), 'b.png');
      return (await fetch('/upload', { method: 'PUT', body: form })).json();
    });
    assert.deepEqual(said, { post: { a: { x: 'field' } }, files: { f: shown('b.png', 'image/png', Buffer.from('blob')) } });
  },
};

let failed = 0;
try {
  for (const [name, run] of Object.entries(cases)) {
    const page = await browser.newPage();
    try {
      await limited(run(page));
      console.log(`ok - browser form: ${name}`);
    } catch (problem) {
      failed++;
      console.log(`not ok - browser form: ${name}`);
      console.log(stripVTControlCharacters(problem.message).trim().replace(/^/gm, '#   '));
    }
    await page.close();
  }
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
