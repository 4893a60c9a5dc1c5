import { byId, element, moment, setText } from '../common/element.js';
import { ago, count, durationUp, timeOfDay } from '../common/numbers.js';
import { words } from '../common/words.js';

const UNKNOWN = 'not known';
const MOST_LETTERS = 10;

/** What works for the cameras: what waits, who votes, what went wrong, which models answer, and which only shadow. Needs the role "operate". */
export class WorkingsView {
  #note = byId('workings-note');
  #content = byId('workings-content');

  /** The reader may not see it. */
  denied() {
    this.#content.hidden = true;
    this.#note.hidden = false;
    setText(this.#note, 'Backlog, workers and dead letters are shown to keys with the role \u201coperate\u201d. Yours has not got it.');
  }

  show({ at, backlog, workers, redeliveries, deadLetters, models, webhook }, now) {
    this.#content.hidden = false;
    this.#note.hidden = true;
    setText(byId('fleet-at'), `as of ${timeOfDay(at, now)}`);
    setText(byId('backlog-frames'), backlog.frames === null ? UNKNOWN : count(backlog.frames));
    setText(byId('backlog-tasks'), backlog.queues.length === 1 ? tasks(backlog.queues[0]) : tasks(backlog));
    byId('queues-section').hidden = backlog.queues.length < 2;
    byId('queues').tBodies[0].replaceChildren(...backlog.queues.map((queue) => this.#queue(queue, models)));
    setText(byId('redeliveries'), count(redeliveries));
    setText(byId('dead-letters'), count(deadLetters.count));
    this.#table('workers', workers.map((worker) => this.#worker(worker, now)));
    this.#table('letters', deadLetters.latest.slice(0, MOST_LETTERS).map((letter) => this.#letter(letter, now)));
    setText(byId('webhook'), webhookInWords(webhook));
    byId('models').replaceChildren(...(models.map(model).concat(models.length === 0 ? [UNKNOWN] : []))
      .map((line) => element('p', {}, line)));
  }

  #table(id, rows) {
    byId(id).hidden = rows.length === 0;
    byId(`no-${id}`).hidden = rows.length > 0;
    byId(id).tBodies[0].replaceChildren(...rows);
  }

  #queue(queue, models) {
    const served = models.filter((one) => one.queue === queue.queue).map(title);
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, queue.queue),
      element('td', {}, served.join(', ') || '\u2013'),
      element('td', { class: 'number' }, tasks(queue)),
    );
  }

  #worker({ id, backend, samplesPerSecond, lastVoteAt, redeliveries, failures }, now) {
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, id),
      element('td', { class: 'backend' }, backend),
      element('td', { class: 'number' }, count(Math.round(samplesPerSecond))),
      element('td', {}, moment(lastVoteAt, ago(now - Date.parse(lastVoteAt)))),
      element('td', { class: 'number' }, count(redeliveries)),
      element('td', { class: 'number' }, count(failures)),
    );
  }

  #letter({ topic, partition, offset, component, reason, message, occurredAt }, now) {
    return element(
      'tr',
      {},
      element('td', {}, moment(occurredAt, timeOfDay(occurredAt, now))),
      element('th', { scope: 'row' }, words(reason)),
      element('td', {}, message),
      element('td', {}, `${component}; ${topic}/${partition}/${offset}`),
    );
  }
}

/** So many and, where the workers' speed is known, how long they take. */
function tasks({ tasks: waiting, seconds = null }) {
  const time = seconds === null || waiting === 0 ? '' : `, ${durationUp(1000 * seconds)} of work`;
  return waiting === null ? UNKNOWN : `${count(waiting)}${time}`;
}

/** A bundle without answers votes on what it shadows, if on anything. */
function title({ name, version, answers }) {
  return `${name} ${version}${answers ? '' : ' (gives no answers)'}`;
}

/** Where camera events go, or how to have them go somewhere. */
function webhookInWords(webhook) {
  if (webhook === null || webhook === undefined) {
    return 'Nobody is told when a camera departs or returns. To have it posted to a service of yours, signed, set gateway.webhook.url and '
      + 'gateway.webhook.secret-file, and start the gateway anew.';
  }
  const { to, events, delivered, refused, givenUp, waiting, trouble } = webhook;
  const lost = refused + givenUp > 0 ? `, ${count(refused)} refused, ${count(givenUp)} given up` : '';
  const waits = waiting > 0 ? `, ${count(waiting)} waiting` : '';
  const last = trouble === null ? '' : ` The last attempt failed: ${trouble}.`;
  return `When a camera changes (${events.join(', ')}), it is posted to ${to}. By this gateway since it started: `
    + `${count(delivered)} delivered${lost}${waits}.${last}`;
}

function model(served) {
  const { inputHeight, inputWidth, classes, sigma, alpha, plan, n } = served;
  return `${title(served)}: ${classes.length} classes, ${inputHeight}\u00a0\u00d7\u00a0${inputWidth} pixels; `
    + `by default sigma ${sigma}, alpha ${alpha}, plan ${plan} with ${count(n)} samples`;
}
