import { Figures } from './figures.js';
import { Rows } from './rows.js';
import { upload } from './upload.js';

const LAST = 50;
const MOST_KNOWN = 2000;
const AGAIN_AFTER_MILLIS = 5000;

const figures = new Figures();
const rows = new Rows();
const known = new Set();
let missed = 0;

/** Whether this answer came before: after a break of the connection the latest are sent again. */
function isKnown({ frameId, source }) {
  const key = source ? `${source.topic}/${source.partition}/${source.offset}` : frameId;
  if (known.has(key)) {
    return true;
  }
  known.add(key);
  if (known.size > MOST_KNOWN) {
    known.delete(known.values().next().value);
  }
  return false;
}

function arrived(prediction) {
  if (!isKnown(prediction)) {
    figures.count(prediction);
    figures.show();
    rows.add(prediction);
  }
}

function tell(state, text) {
  const connection = document.getElementById('connection');
  if (connection.dataset.state !== state) {
    connection.dataset.state = state;
    connection.textContent = text;
  }
}

function connect(camera) {
  const query = new URLSearchParams({ last: LAST });
  if (camera) {
    query.set('camera', camera);
  }
  const stream = new EventSource(`/v1/predictions/stream?${query}`);
  stream.addEventListener('open', () => tell('live', 'live'));
  stream.addEventListener('prediction', (event) => arrived(JSON.parse(event.data)));
  stream.addEventListener('missed', (event) => {
    missed += JSON.parse(event.data).count;
    const note = document.getElementById('missed');
    note.textContent = `${missed.toLocaleString()} not shown: they came faster than this connection takes them`;
    note.hidden = false;
  });
  stream.addEventListener('error', () => {
    tell('broken', 'connection lost, trying again');
    if (stream.readyState === EventSource.CLOSED) { // refused: the browser does not try again by itself
      setTimeout(() => connect(camera), AGAIN_AFTER_MILLIS);
    }
  });
}

function start() {
  const camera = new URLSearchParams(location.search).get('camera');
  if (camera) {
    document.getElementById('filter-name').textContent = camera;
    document.getElementById('filter').hidden = false;
  }
  document.getElementById('curl').textContent = `curl -T cat.jpg ${location.origin}/v1/cameras/door/frames`;
  document.getElementById('pause').addEventListener('click', ({ currentTarget }) => {
    const paused = currentTarget.getAttribute('aria-pressed') !== 'true';
    currentTarget.setAttribute('aria-pressed', String(paused));
    currentTarget.textContent = paused ? 'Go on' : 'Pause';
    rows.pause(paused);
  });
  upload(document.getElementById('try'), document.getElementById('result'));
  connect(camera);
}

start();
