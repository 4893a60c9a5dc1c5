import { roundedDown, timeOfDay, words } from './numbers.js';

const MOST_ROWS = 100;
const SHOW_EVERY_MILLIS = 200;

/** The list of predictions, newest first: bounded, filled in batches, and still while it is paused. */
export class Rows {
  #body = document.getElementById('rows');
  #waiting = [];
  #paused = false;

  constructor() {
    setInterval(() => this.#show(), SHOW_EVERY_MILLIS);
  }

  add(prediction) {
    this.#waiting.push(prediction);
    if (this.#waiting.length > MOST_ROWS) {
      this.#waiting.shift();
    }
  }

  pause(paused) {
    this.#paused = paused;
  }

  #show() {
    if (this.#paused || this.#waiting.length === 0) {
      return;
    }
    document.getElementById('empty').hidden = true;
    this.#body.prepend(...this.#waiting.map(row).reverse());
    this.#waiting = [];
    while (this.#body.rows.length > MOST_ROWS) {
      this.#body.lastElementChild.remove();
    }
  }
}

/** An element with text; text is never read as markup, whatever a camera is called. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function row(prediction) {
  return element(
    'tr',
    prediction.outcome,
    time(prediction),
    camera(prediction),
    answer(prediction),
    radius(prediction),
    confidence(prediction),
    bound(prediction),
  );
}

function time(prediction) {
  const at = element('time', '', timeOfDay(prediction.completedAt));
  at.dateTime = prediction.completedAt;
  at.title = prediction.completedAt;
  return element('td', 'time', at);
}

function camera({ cameraId }) {
  if (cameraId === null) {
    return element('td', 'camera', 'unknown');
  }
  const link = element('a', '', cameraId);
  link.href = `/?camera=${encodeURIComponent(cameraId)}`;
  link.title = `Only predictions of ${cameraId}`;
  return element('td', 'camera', link);
}

function answer({ outcome, reason, message, label }) {
  const cell = element('td', 'answer', element('span', 'outcome', words(outcome)));
  if (label !== null && label !== undefined) {
    cell.append(' ', element('strong', 'label', label));
  }
  if (reason) {
    const why = element('span', 'reason', words(reason));
    why.title = message ?? '';
    cell.append(' ', why);
  }
  return cell;
}

function radius({ outcome, radius: certified }) {
  const cell = element('td', 'number r');
  if (outcome === 'certified') {
    cell.textContent = roundedDown(certified, 3);
    cell.title = `exactly ${certified}`;
  }
  return cell;
}

function confidence({ outcome, alpha }) {
  return element('td', 'confidence', outcome === 'certified' ? `1\u00a0\u2212\u00a0${alpha}` : '');
}

function bound({ outcome, lowerBound, samples }) {
  if (!(lowerBound > 0)) {
    return element('td', 'bound');
  }
  const fill = element('span', 'fill');
  fill.style.width = `${100 * lowerBound}%`;
  const bar = element('span', 'bar', fill);
  bar.setAttribute('aria-hidden', 'true');
  const cell = element('td', 'bound', bar, element('span', 'p', roundedDown(lowerBound, 3)));
  cell.title = `of ${samples.toLocaleString()} samples; above one half the answer can be certified`;
  return cell;
}
