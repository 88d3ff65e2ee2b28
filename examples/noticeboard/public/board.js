'use strict';
const $ = id => document.getElementById(id);
const shown = new Set();

function show(notice) {
  if (shown.has(notice.number)) return;
  shown.add(notice.number);
  const item = document.createElement('li');
  const text = item.appendChild(document.createElement('p'));
  text.textContent = notice.text;
  if (notice.picture) {
    const picture = item.appendChild(document.createElement('img'));
    picture.src = `/pictures/${notice.picture}`;
    picture.alt = '';
  }
  const time = item.appendChild(document.createElement('time'));
  time.textContent = `${notice.from}, ${new Date(notice.at * 1000).toLocaleTimeString()}`;
  $('notices').prepend(item);
}

function connect(wait = 500) {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/`);
  socket.onopen = () => { $('state').textContent = 'Up to date'; wait = 500; };
  socket.onmessage = event => {
    const message = JSON.parse(event.data);
    (message.notices ?? [message.notice]).forEach(show);
  };
  socket.onclose = () => {
    $('state').textContent = 'Connecting again …';
    setTimeout(connect, wait, Math.min(wait * 2, 30000));
  };
}

async function ask(path, body) {
  const answer = await fetch(path, { method: 'POST', body });
  const value = await answer.json();
  if (!answer.ok) throw new Error(value.error);
  return value;
}

$('form').addEventListener('submit', async event => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  button.disabled = true;
  $('problem').textContent = '';
  try {
    const notice = { text: form.text.value };
    if (form.picture.files.length) {
      const upload = new FormData();
      upload.append('picture', form.picture.files[0]);
      notice.picture = (await ask('/pictures', upload)).picture;
    }
    await ask('/notices', JSON.stringify(notice));
    form.reset();
  } catch (problem) {
    $('problem').textContent = problem.message;
  }
  button.disabled = false;
});

connect();
