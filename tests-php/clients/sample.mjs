// What sample.php says, in JavaScript; for Node and for browsers. Bytes always: a text is its UTF-8.

const LETTERS = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

export function makeSample(kind, isText, seed, size) {
  if (kind === 'random') {
    const bytes = random(seed, size);
    return isText ? bytes.map(byte => LETTERS[byte & 63]) : bytes;
  }
  return lines(isText ? [] : [0xff, 0xfe], seed, size);
}

function random(seed, size) {
  const bytes = new Uint8Array((size + 3) & ~3);
  const view = new DataView(bytes.buffer);
  let word = seed * 2 + 1;
  for (let place = 0; place < bytes.length; place += 4) {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    view.setUint32(place, word, true);
  }
  return bytes.subarray(0, size);
}

function lines(begin, seed, size) {
  const bytes = new Uint8Array(size).fill('.'.charCodeAt(0));
  const encoder = new TextEncoder();
  for (let number = 0, length = 0; ; number++) {
    const line = encoder.encode(`${seed}.${number}: plain, Grüße, 你好, 🦀\n`);
    if (length + begin.length + line.length > size) return bytes;
    bytes.set(begin, length);
    bytes.set(line, length + begin.length);
    length += begin.length + line.length;
  }
}

/** Where two arrays of bytes begin to differ, as a sentence; undefined if they don't. */
export function difference(sent, received) {
  if (sent.length !== received.length) return `${sent.length} bytes sent, ${received.length} came back`;
  for (let place = 0; place < sent.length; place++) {
    if (sent[place] !== received[place]) return `byte ${place} of ${sent.length} came back changed`;
  }
}
