import { byId, element, moment, setText } from '../common/element.js';
import { counted, roundedDown, timeOfDay } from '../common/numbers.js';
import { cameraPath, framePath } from '../common/paths.js';
import { classOf, confidenceTerm, spreadInWords, words } from '../common/words.js';

const MOST_ROWS = 50;
const SEEN_ROWS = 12; // as the style sheet has it
const MOST_KNOWN = 2000;

/** The latest predictions, newest first: bounded, filled in batches, and still while somebody reads them. A few are seen, all on demand. */
export class PredictionList {
  #body = byId('rows');
  #held = byId('held');
  #more = byId('more-rows');
  #shown = [];
  #waiting = [];
  #waitingCount = 0;
  #known = new Set();
  #paused = false;

  constructor() {
    byId('pause').addEventListener('click', ({ currentTarget }) => {
      this.#paused = !this.#paused;
      currentTarget.setAttribute('aria-pressed', String(this.#paused));
      setText(currentTarget, this.#paused ? 'Go on' : 'Pause');
    });
    this.#more.addEventListener('click', () => {
      const all = this.#body.classList.toggle('all');
      setText(this.#more, all ? 'Show fewer' : 'Show more');
    });
  }

  /** Takes a prediction, once: after a break some come again. */
  add(prediction) {
    if (!this.#isKnown(prediction)) {
      this.#waiting.push(prediction);
      this.#waitingCount += 1;
      if (this.#waiting.length > MOST_ROWS) {
        this.#waiting.shift();
      }
    }
  }

  clear() {
    this.#known.clear();
    this.#shown = [];
    this.#forgetWaiting();
    this.#body.replaceChildren();
  }

  /** Takes predictions from before, each where its time puts it. */
  merge(predictions) {
    const unknown = predictions.filter((prediction) => !this.#isKnown(prediction));
    if (unknown.length > 0) {
      this.#shown = [...this.#shown, ...this.#waiting, ...unknown].sort(newestFirst).slice(0, MOST_ROWS);
      this.#forgetWaiting();
      this.#body.replaceChildren(...this.#shown.map(row));
    }
  }

  /** Shows what came since, unless it would be pulled away from under a reader. */
  show() {
    const held = this.#paused || this.#body.matches(':hover, :focus-within');
    if (!held) {
      this.#flush();
    }
    setText(this.#held, held && this.#waitingCount > 0 ? `${counted(this.#waitingCount, 'newer one')} to come${this.#paused ? '' : ' when you leave the list'}` : '');
    byId('empty').hidden = this.#body.rows.length > 0;
    this.#more.hidden = this.#body.rows.length <= SEEN_ROWS;
  }

  #flush() {
    if (this.#waiting.length === 0) {
      return;
    }
    const newest = this.#waiting.reverse();
    this.#shown = [...newest, ...this.#shown].slice(0, MOST_ROWS);
    while (this.#body.rows.length > this.#shown.length - newest.length) {
      this.#body.lastElementChild.remove();
    }
    this.#body.prepend(...newest.map(row));
    this.#forgetWaiting();
  }

  #forgetWaiting() {
    this.#waiting = [];
    this.#waitingCount = 0;
  }

  #isKnown({ frameId, outcome, source }) {
    const key = outcome === 'rejected' ? `${source.topic}/${source.partition}/${source.offset}` : frameId;
    if (this.#known.has(key)) {
      return true;
    }
    this.#known.add(key);
    if (this.#known.size > MOST_KNOWN) {
      this.#known.delete(this.#known.values().next().value);
    }
    return false;
  }
}

function newestFirst(one, other) {
  return Date.parse(other.completedAt) - Date.parse(one.completedAt);
}

function row(prediction) {
  const { cameraId, completedAt, outcome } = prediction;
  return element(
    'tr',
    { class: outcome },
    element('td', { class: 'time' }, moment(completedAt, timeOfDay(completedAt))),
    element('td', { class: 'camera' }, cameraId === null ? 'unknown' : element('a', { href: cameraPath(cameraId) }, cameraId)),
    answer(prediction),
    radius(prediction),
    element('td', { class: 'confidence' }, outcome === 'certified' ? confidenceTerm(prediction.alpha) : ''),
    bound(prediction),
  );
}

function answer(prediction) {
  const { frameId, outcome, reason, message } = prediction;
  const name = classOf(prediction);
  const said = [element('span', { class: 'outcome' }, words(outcome))];
  if (name !== null) {
    said.push(' ', element('strong', { class: 'label' }, name));
  }
  if (reason) {
    said.push(' ', element('span', { class: 'reason', title: message }, words(reason)));
  }
  return element('td', { class: 'answer' }, ...(frameId === null ? said : [element('a', { href: framePath(frameId) }, ...said)]));
}

function radius(prediction) {
  const { outcome, radius: certified } = prediction;
  return outcome === 'certified'
    ? element(
        'td',
        { class: 'radius' },
        element('span', { class: 'r', title: `exactly ${certified}` }, roundedDown(certified, 3)),
        element('span', { class: 'spread' }, spreadInWords(prediction)),
      )
    : element('td', { class: 'radius' });
}

function bound({ lowerBound, samples }) {
  if (!(lowerBound > 0)) {
    return element('td', { class: 'bound' });
  }
  const fill = element('span', { class: 'fill' });
  fill.style.width = `${100 * lowerBound}%`;
  return element(
    'td',
    { class: 'bound', title: `of ${counted(samples, 'sample')}; above one half the answer can be certified` },
    element('span', { class: 'bar', 'aria-hidden': 'true' }, fill),
    element('span', { class: 'p' }, roundedDown(lowerBound, 3)),
  );
}
