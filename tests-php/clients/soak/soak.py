"""Clients that come and go for a long time, while the server is reloaded again and again: soak.py base|process [SECONDS].

2,000 clients at a time. Each says some things and checks every answer, gets pushes that other clients ask for, and leaves;
another one comes. At the end what the clients have counted has to be what the server has counted, and no process may have
grown. Prints a line every ten seconds, then "ok - ..." or "not ok - ..." for each of these.
"""

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
CLIENTS = int(os.environ.get('SOAK_CLIENTS', '2000'))
RELOAD_EVERY = 15.0
PATIENCE = 60.0

KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
MASK = b'\x12\x34\x56\x78'


class Counts:
    """What all clients have seen together."""

    def __init__(self):
        self.opened = self.said = self.tasks = self.asked = self.received = self.gone = self.ticks = 0
        self.faults = []

    def fault(self, text):
        if len(self.faults) < 20:
            self.faults.append(text)


def mask(payload):
    stretched = MASK * (len(payload) // 4 + 1)
    return (int.from_bytes(payload, 'big') ^ int.from_bytes(stretched[:len(payload)], 'big')).to_bytes(len(payload), 'big')


def frame(payload, opcode=1):
    head = bytes([0x80 | opcode])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    else:
        head += bytes([0x80 | 126]) + len(payload).to_bytes(2, 'big')
    return head + MASK + (mask(payload) if payload else b'')


class Client:
    """One WebSocket from its handshake to its end."""

    def __init__(self, counts, port, known):
        self.counts, self.port, self.known = counts, port, known
        self.answers = asyncio.Queue()
        self.fd = None
        self.last_tick = None
        self.leaving = False
        self.ended = asyncio.Event()

    async def live(self):
        self.reader, self.writer = await asyncio.open_connection('127.0.0.1', self.port, limit=1 << 18)
        self.writer.write((
            f'GET / HTTP/1.1\r\nHost: soak\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\n'
            'Sec-WebSocket-Version: 13\r\n\r\n').encode())
        head = await self.reader.readuntil(b'\r\n\r\n')
        if not head.startswith(b'HTTP/1.1 101'):
            self.counts.fault(f'handshake: {head[:40]!r}')
            return
        self.counts.opened += 1
        receiving = asyncio.create_task(self.receive())
        try:
            await self.talk()
        except asyncio.TimeoutError:
            self.counts.fault(f'fd {self.fd}: no answer in {PATIENCE} s')
        finally:
            self.known.pop(self.fd, None)
            self.leaving = True
            self.writer.write(frame((1000).to_bytes(2, 'big'), 8))
            try:
                await asyncio.wait_for(self.ended.wait(), PATIENCE)
            except asyncio.TimeoutError:
                self.counts.fault(f'fd {self.fd}: no close frame in {PATIENCE} s')
            receiving.cancel()
            self.writer.close()

    async def talk(self):
        hello = await self.answer()
        self.fd = int(hello.split()[1])
        self.known[self.fd] = self
        for number in range(random.randint(3, 20)):
            await asyncio.sleep(random.random() * 6)
            text = f'{self.fd}.{number}.' + 'x' * random.choice((0, 10, 100, 3000))
            what = random.random()
            self.counts.said += 1
            if what < 0.5:
                await self.ask(f'e {text}', f'e {text}')
            elif what < 0.75:
                await self.ask(f't {text}', f't {text[::-1]}')
                self.counts.tasks += 1
            else:
                other = random.choice(list(self.known))
                self.counts.asked += 1
                self.writer.write(frame(f'x {other} {text}'.encode()))
                said = await self.answer()
                if said == 'gone':
                    self.counts.gone += 1
                elif said != 'sent':
                    self.counts.fault(f'fd {self.fd}: {said[:40]!r} instead of sent')

    async def ask(self, question, expected):
        self.writer.write(frame(question.encode()))
        said = await self.answer()
        if said != expected:
            self.counts.fault(f'fd {self.fd}: {said[:40]!r} instead of {expected[:40]!r}')

    async def answer(self):
        return await asyncio.wait_for(self.answers.get(), PATIENCE)

    async def receive(self):
        """Takes frames; pushes that others have asked for and ticks are no answers."""
        try:
            while True:
                first, second = await self.reader.readexactly(2)
                length = second & 0x7f
                if length == 126:
                    length = int.from_bytes(await self.reader.readexactly(2), 'big')
                payload = await self.reader.readexactly(length)
                if first == 0x88:
                    if not self.leaving:
                        self.counts.fault(f'fd {self.fd}: closed by the server: {payload!r}')
                        self.answers.put_nowait('closed')
                    return
                text = payload.decode()
                if text.startswith('x '):
                    self.counts.received += 1
                elif text.startswith('tick '):
                    number = int(text[5:])
                    if self.last_tick is not None and number != self.last_tick + 1:
                        self.counts.fault(f'fd {self.fd}: tick {number} after {self.last_tick}')
                    self.last_tick = number
                    self.counts.ticks += 1
                else:
                    self.answers.put_nowait(text)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if not self.leaving:
                self.counts.fault(f'fd {self.fd}: the connection broke: {error}')
                self.answers.put_nowait('broken')
        finally:
            self.ended.set()


async def come_and_go(counts, port, known, until):
    await asyncio.sleep(random.random() * 5)
    while time.monotonic() < until:
        try:
            await Client(counts, port, known).live()
        except (OSError, asyncio.IncompleteReadError) as error:
            counts.fault(f'connecting: {error}')
            await asyncio.sleep(1)


def tree(pid):
    """The processes of the server, by pid."""
    children = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                with open(f'/proc/{entry}/stat') as stat:
                    parent = int(stat.read().rsplit(') ', 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry))
            except (FileNotFoundError, ProcessLookupError):
                pass
    found, queue = [], [pid]
    while queue:
        found.append(queue.pop())
        queue += children.get(found[-1], [])
    return found


def memory(pid):
    """Resident memory that is the process's own, KiB."""
    try:
        with open(f'/proc/{pid}/smaps_rollup') as rollup:
            fields = dict(line.split(':', 1) for line in rollup if ':' in line)
        return sum(int(fields[name].split()[0]) for name in ('Private_Clean', 'Private_Dirty'))
    except (FileNotFoundError, ProcessLookupError, KeyError):
        return 0


def ask(port):
    with urllib.request.urlopen(f'http://127.0.0.1:{port}/', timeout=PATIENCE) as answer:
        return json.load(answer)


async def soak(mode, seconds):
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
    extension = os.environ.get('EXTENSION', os.path.join(HERE, '../../../target/release/libswoxide.so'))
    command = [os.environ.get('PHP', 'php'), '-d', f'extension={extension}', os.path.join(HERE, 'server.php'), str(port), mode]
    server = subprocess.Popen(['setpriv', '--pdeathsig', 'KILL', *command])
    loop = asyncio.get_running_loop()
    begin = time.monotonic()
    while True:
        try:
            await loop.run_in_executor(None, ask, port)
            break
        except OSError:
            if time.monotonic() - begin > 20 or server.poll() is not None:
                print('not ok - the server starts')
                return 1
            await asyncio.sleep(0.05)
    counts, known, samples, reloads = Counts(), {}, [], 0
    until = time.monotonic() + seconds
    clients = [asyncio.create_task(come_and_go(counts, port, known, until)) for _ in range(CLIENTS)]
    next_reload = time.monotonic() + RELOAD_EVERY
    next_sample = time.monotonic() + 10
    while time.monotonic() < until:
        await asyncio.sleep(0.5)
        if time.monotonic() > next_reload:
            next_reload += RELOAD_EVERY
            os.kill(server.pid, signal.SIGUSR1)
            reloads += 1
        if time.monotonic() > next_sample:
            next_sample += 10
            sizes = {pid: memory(pid) for pid in tree(server.pid)}
            samples.append(sizes)
            print(f'{time.monotonic() - begin:5.0f} s: {len(known)} clients, {counts.opened} so far, {counts.said} messages, '
                  f'{counts.received} pushes of others, {reloads} reloads, private memory of {len(sizes)} processes in MiB: '
                  + ' '.join(f'{size / 1024:.1f}' for _, size in sorted(sizes.items())), flush=True)
    await asyncio.gather(*clients)
    failures = await judge(loop, counts, port, samples, server)
    server.send_signal(signal.SIGTERM)
    code = await loop.run_in_executor(None, server.wait)
    failures += check('the server stops in order', code == 0, f'exit code {code}')
    return failures


def check(name, holds, detail=''):
    print(f'{"ok" if holds else "not ok"} - soak: {name}' + ('' if holds else f' ({detail})'), flush=True)
    return 0 if holds else 1


async def judge(loop, counts, port, samples, server):
    begin = time.monotonic()
    while True:
        said = await loop.run_in_executor(None, ask, port)
        # Whoever left last may not have been told of yet; this request is a connection too.
        if (said['counts']['close'] == counts.opened and said['stats']['connection_num'] <= 1) or time.monotonic() - begin > 20:
            break
        await asyncio.sleep(0.1)
    print(f'the clients: opened {counts.opened}, messages {counts.said}, tasks {counts.tasks}, pushes asked for {counts.asked}, '
          f'received {counts.received}, to those who had left {counts.gone}, ticks {counts.ticks}')
    print(f"the server: {said['counts']}, connections {said['stats']['connection_num']}, "
          f"accepted {said['stats']['accept_count']}, tasks under way {said['stats']['tasking_num']}")
    for fault in counts.faults:
        print(f'# {fault}')
    failures = check('every answer came, once and right', not counts.faults, f'{len(counts.faults)} faults')
    for name, here, there in (
        ('as many were opened', counts.opened, said['counts']['open']),
        ('as many were closed', counts.opened, said['counts']['close']),
        ('as many messages were handled', counts.said, said['counts']['message']),
        ('as many tasks were done', counts.tasks, said['counts']['task']),
        ('nobody is left', 0, said['users'] + said['websockets']),
        ('no task is left', 0, said['stats']['tasking_num']),
    ):
        failures += check(name, here == there, f'{here} here, {there} there')
    # A push to somebody who is leaving may be on its way when the last is read.
    lost = counts.asked - counts.gone - counts.received
    failures += check('pushes of others arrive, but for those who were leaving', 0 <= lost <= counts.opened * 0.02,
                      f'{lost} of {counts.asked} did not')
    lasting = [pid for pid in (samples[0] if samples else {}) if all(pid in sample for sample in samples)]
    for pid in lasting:
        sizes = [sample[pid] for sample in samples]
        third = max(1, len(sizes) // 3)
        early, late = max(sizes[third:2 * third] or sizes), max(sizes[-third:])
        failures += check(f'process {pid} does not grow', late <= early * 1.1 + 2048, f'{early} KiB, later {late} KiB')
    return failures


if __name__ == '__main__':
    random.seed(7)
    mode = sys.argv[1] if len(sys.argv) > 1 else 'process'
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600.0
    sys.exit(1 if asyncio.run(soak(mode, seconds)) else 0)
