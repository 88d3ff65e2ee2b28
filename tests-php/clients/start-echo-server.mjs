// What the clients in JavaScript share: echo-server.php, started, and a limit to what they wait for.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PHP = process.env.PHP ?? 'php';
const ECHO_SERVER = fileURLToPath(new URL('echo-server.php', import.meta.url));
const CERTIFICATES = fileURLToPath(new URL('../include/certificates.php', import.meta.url));

/** Makes a server's certificate and its authority; they go away with this process. */
export function makeCertificates() {
  const folder = mkdtempSync(`${tmpdir()}/swoxide-certificates-`);
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const { status } = spawnSync(PHP, [CERTIFICATES, folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('no certificates could be made');
  return {
    authority: readFileSync(`${folder}/authority.pem`),
    certificate: readFileSync(`${folder}/server.pem`),
    settings: { ssl_cert_file: `${folder}/server.pem`, ssl_key_file: `${folder}/server.key` },
  };
}

/** Resolves to the port, and the process, which ends with this one at the latest. */
export async function startEchoServer(settings = {}) {
  const child = spawn(PHP, ['-d', `extension=${process.env.EXTENSION}`, ECHO_SERVER, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  const [firstLine] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code, signal]) => { throw new Error(`the server ended with ${signal ?? code}`); }),
  ]);
  return { port: Number(firstLine), process: child };
}

/** What a promise gives, unless that takes longer than a minute. */
export async function limited(promise) {
  const most = 60_000;
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${most} ms`)), most);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
