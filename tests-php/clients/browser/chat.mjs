// The chat example in a real browser: two tabs talk to each other through examples/chat/server.php.
//
//     PHP=php EXTENSION=target/release/libswoxide.so node tests-php/clients/browser/chat.mjs
//
// Prints "ok - name" or "not ok - name" for each case and leaves screenshots in target/test-output/.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const output = `${root}target/test-output/`;
const php = process.env.PHP ?? 'php';
const extension = process.env.EXTENSION ?? `${root}target/release/libswoxide.so`;
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const patience = 15_000;

function fail(sentence) {
  console.log(`not ok - browser: ${sentence}`);
  process.exit(1);
}

const { chromium } = await import('playwright-core')
  .catch(() => fail(`playwright-core is missing, run "npm ci" in ${fileURLToPath(new URL('.', import.meta.url))}`));
if (!existsSync(extension)) fail(`there is no extension at ${extension}`);
if (!existsSync(browserPath)) fail(`there is no browser at ${browserPath}`);

/** The chat server as a child process: `url` once it has said that it is open. */
class ChatServer {
  static async start(port = 0) {
    const server = new ChatServer();
    server.process = spawn(php, ['-d', `extension=${extension}`, `${root}examples/chat/server.php`, '127.0.0.1', `${port}`],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    process.on('exit', () => server.process.kill('SIGKILL')); // whatever goes wrong, no server stays behind
    server.exited = once(server.process, 'exit').then(([code, signal]) => server.end = signal ?? code);
    server.said = '';
    server.process.stderr.on('data', bytes => { server.said += bytes; });
    server.url = await server.#announcement();
    return server;
  }

  /** What it logged, but for what every server says when it starts. */
  get log() {
    return this.said.replace(/^\[.*\] INFO up to \d+ connections .*\n/m, '');
  }

  #announcement() {
    return new Promise((resolve, reject) => {
      let said = '';
      const giveUp = why => reject(new Error(`${why}; it said: ${said}${this.log}`));
      const timer = setTimeout(() => giveUp('the server did not open in time'), patience);
      this.process.stdout.on('data', bytes => {
        said += bytes;
        const url = said.match(/http:\/\/\S+/)?.[0];
        if (url) resolve(url);
      });
      this.process.on('error', error => giveUp(error.message));
      this.exited.then(code => giveUp(`the server ended with ${code}`)).finally(() => clearTimeout(timer));
    });
  }

  /** Asks the server to stop, and resolves to its exit code. */
  async stop() {
    this.stopping = true;
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), patience);
    return this.exited.finally(() => clearTimeout(timer));
  }
}

let failures = 0;
async function test(name, body) {
  try {
    await body();
    console.log(`ok - browser: ${name}`);
  } catch (error) {
    failures++;
    console.log(`not ok - browser: ${name}`);
    console.log(stripVTControlCharacters(error.message).trim().replace(/^/gm, '#   '));
    if (server.end !== undefined && !server.stopping) fail(`the server died with ${server.end}; its log: ${server.log}`);
  }
}

const complaints = [];
const foreignRequests = [];
let server = await ChatServer.start().catch(error => fail(error.message));
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
}).catch(error => server.stop().then(() => fail(error.message)));
const context = await browser.newContext({ viewport: { width: 1180, height: 800 }, locale: 'en-GB' });
context.setDefaultTimeout(patience);

async function openTab() {
  const tab = await context.newPage();
  tab.on('pageerror', error => complaints.push(error.message));
  tab.on('console', message => message.type() === 'error' && complaints.push(message.text()));
  tab.on('request', request => new URL(request.url()).origin !== new URL(server.url).origin
    && !request.url().startsWith('data:') && foreignRequests.push(request.url()));
  await tab.goto(server.url);
  return tab;
}

async function join(tab, name) {
  await tab.getByLabel('Choose a name').fill(name);
  await tab.getByRole('button', { name: 'Join' }).click();
}

async function say(tab, text) {
  await tab.getByLabel('Your message').fill(text);
  await tab.keyboard.press('Enter');
}

const sees = (tab, text) => tab.getByRole('log').getByText(text, { exact: true }).waitFor();
const seesState = (tab, text) => tab.getByRole('status').getByText(text).waitFor();

/** Waits until the newest line is all in view: the page follows the talk, whatever the size of the window. */
async function showsNewest(tab) {
  await tab.waitForFunction(() => {
    const [newest, log] = ['#messages > :last-child', '#log'].map(selector => document.querySelector(selector).getBoundingClientRect());
    return newest.bottom <= log.bottom;
  });
}

/** Waits until the list of people is exactly this; the own name is marked with "you". */
async function seesPeople(tab, ...names) {
  await tab.waitForFunction(expected => {
    const shown = [...document.querySelectorAll('#peopleList li')].map(row => row.querySelector('bdi').textContent);
    return JSON.stringify(shown) === expected;
  }, JSON.stringify(names));
}

async function photograph(tab, name, colorScheme, viewport) {
  await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  if (viewport) await tab.setViewportSize(viewport);
  await tab.screenshot({ path: `${output}${name}.png` });
}

mkdirSync(output, { recursive: true });
let ada, grace;

try {
  await test('the page opens and connects', async () => {
    [ada, grace] = [await openTab(), await openTab()];
    await seesState(ada, 'Connected');
    await seesState(grace, 'Connected');
    await photograph(ada, 'chat-before-joining', 'light');
  });

  await test('two tabs join and see each other', async () => {
    await join(ada, 'Ada Lovelace');
    await seesPeople(grace, 'Ada Lovelace');
    await join(grace, 'Grace Hopper');
    await sees(ada, 'Grace Hopper');
    await seesPeople(ada, 'Ada Lovelace', 'Grace Hopper');
    await seesPeople(grace, 'Ada Lovelace', 'Grace Hopper');
  });

  await test('they talk both ways', async () => {
    await say(ada, 'Good morning, Grace!');
    await sees(grace, 'Good morning, Grace!');
    await say(grace, 'Good morning. Is the Analytical Engine running yet?');
    await sees(ada, 'Good morning. Is the Analytical Engine running yet?');
    await sees(grace, 'Good morning. Is the Analytical Engine running yet?');
  });

  await test('a name that is taken is refused, another is accepted', async () => {
    const tab = await openTab();
    await join(tab, 'ada  lovelace');
    await tab.getByRole('alert').getByText('already').waitFor();
    await photograph(tab, 'chat-name-taken', 'dark');
    await join(tab, 'Charles Babbage');
    await seesPeople(ada, 'Ada Lovelace', 'Charles Babbage', 'Grace Hopper');
    await tab.getByRole('alert').filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    await sees(tab, 'Good morning, Grace!'); // a newcomer finds what was said before
    await tab.close();
  });

  await test('one leaves and the others see it', async () => {
    await seesPeople(ada, 'Ada Lovelace', 'Grace Hopper');
    await ada.locator('.note', { hasText: 'Charles Babbage left' }).waitFor();
  });

  await test('the look: light, dark, phone', async () => {
    await say(ada, 'It will be. I have written the programme already.');
    await say(ada, 'The engine weaves algebraical patterns, just as the Jacquard loom weaves flowers and leaves.');
    await say(grace, 'Then let us find the first bug!');
    await sees(ada, 'Then let us find the first bug!');
    await photograph(ada, 'chat-light', 'light');
    await photograph(ada, 'chat-dark', 'dark');
    const phone = { width: 390, height: 780 };
    await photograph(grace, 'chat-phone-light', 'light', phone);
    await photograph(grace, 'chat-phone-dark', 'dark', phone);
  });

  await test('markup arrives as text', async () => {
    const markup = '<img src=x onerror="document.title = \'broken\'"><b>bold</b>';
    await say(ada, markup);
    await sees(grace, markup);
    assert.equal(await grace.locator('#log img, #log b').count(), 0);
    assert.notEqual(await grace.title(), 'broken');
  });

  await test('long texts, lines and other scripts arrive whole', async () => {
    const long = 'Note G, line by line. '.repeat(45).trim();
    await say(ada, 'One line\nand another\n你好，世界 · שלום · 🚂');
    await grace.getByText('你好，世界').waitFor();
    assert.equal(await grace.locator('.text').last().textContent(), 'One line\nand another\n你好，世界 · שלום · 🚂');
    await say(grace, long);
    await sees(ada, long);
    await showsNewest(ada);
    await showsNewest(grace);
  });

  await test('the theme button turns the page dark and light, and is remembered', async () => {
    const button = ada.getByRole('button', { name: 'Dark theme' });
    const isDark = tab => tab.evaluate(() => getComputedStyle(document.documentElement).colorScheme === 'dark');
    const before = await isDark(ada);
    await button.click();
    assert.equal(await isDark(ada), !before);
    assert.equal(await button.getAttribute('aria-pressed'), `${!before}`);
    const other = await openTab();
    assert.equal(await isDark(other), !before);
    await other.close();
    await button.click();
    assert.equal(await isDark(ada), before);
  });

  await test('a page that comes back before its old connection is gone keeps its name', async () => {
    // A second connection with the secret of the page plays the phone that has changed networks.
    const { accepted, code } = await ada.evaluate(limit => new Promise((resolve, reject) => {
      setTimeout(reject, limit, new Error('nothing happened'));
      let accepted = false;
      const returning = new WebSocket(location.origin.replace('http', 'ws'));
      returning.onopen = () => returning.send(JSON.stringify({ type: 'join', name: 'Ada Lovelace', key }));
      returning.onmessage = ({ data }) => { accepted ||= JSON.parse(data).type === 'accepted'; };
      returning.onclose = ({ code }) => resolve({ accepted, code });
    }), patience);
    assert.ok(accepted); // the old connection was ended, and then the page itself came back and ended this one
    assert.equal(code, 1000);
    await seesState(ada, 'Connected');
    await seesPeople(grace, 'Ada Lovelace', 'Grace Hopper');
    assert.equal(await grace.locator('.note', { hasText: 'Ada Lovelace left' }).count(), 0);
  });

  await test('what is not a message of the chat ends the connection with 1008', async () => {
    for (const message of ['nonsense', '42', '{"type":["join"]}', '{"type":"join"', '[]', '']) {
      const code = await ada.evaluate(([message, limit]) => new Promise((resolve, reject) => {
        setTimeout(reject, limit, new Error('the connection stays open'));
        const socket = new WebSocket(location.origin.replace('http', 'ws'));
        socket.onopen = () => socket.send(message);
        socket.onclose = ({ code }) => resolve(code);
      }), [message, patience]);
      assert.equal(code, 1008, `after ${message}`);
    }
  });

  await test('nothing but the server is asked, and no page complains', async () => {
    assert.deepEqual(foreignRequests, []);
    assert.deepEqual(complaints, []);
  });

  await test('health is JSON, other paths are not found', async () => {
    const get = path => fetch(`${server.url}${path}`, { signal: AbortSignal.timeout(patience) });
    const health = await get('health');
    assert.equal(health.status, 200);
    assert.equal(health.headers.get('content-type'), 'application/json');
    const { status, people } = await health.json();
    assert.deepEqual({ status, people }, { status: 'ok', people: 2 });
    assert.equal((await get('nowhere')).status, 404);
  });

  await test('the server stops cleanly and the tabs say so', async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.log, '');
    await seesState(ada, /Connection lost/);
    await seesState(grace, /Connection lost/);
    await showsNewest(grace);
    await photograph(grace, 'chat-phone-offline', 'light');
  });

  await test('after a restart on the same port the tabs come back and talk again', async () => {
    server = await ChatServer.start(new URL(server.url).port);
    await seesState(ada, 'Connected');
    await seesState(grace, 'Connected');
    await seesPeople(ada, 'Ada Lovelace', 'Grace Hopper');
    await seesPeople(grace, 'Ada Lovelace', 'Grace Hopper');
    await say(grace, 'Back again?');
    await sees(ada, 'Back again?');
    await say(ada, 'Back again.');
    await sees(grace, 'Back again.');
    await sees(grace, 'Good morning, Grace!'); // what was said before the restart is still on the screen
    assert.equal(await grace.getByText('Good morning, Grace!').count(), 1);
  });

  await test('the server logged nothing and ends with 0', async () => {
    await context.close();
    assert.equal(await server.stop(), 0);
    assert.equal(server.log, '');
  });
} finally {
  await browser.close();
  await server.stop();
}
process.exit(failures ? 1 : 0);
