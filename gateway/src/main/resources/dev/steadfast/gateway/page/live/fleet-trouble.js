// What is wrong with what serves all cameras, and why, in words. Nothing here touches the page.

import { count, counted, duration, durationUp } from '../common/numbers.js';
import { lastFullInWords } from './windows.js';

const WORKERS_AWAY_AFTER_MILLIS = 60_000;
const FULL_FOR_MILLIS = 60_000; // as long as the workers' rate looks back: a burst has not made it up before
const LEAST_WINDOWS = 5;
const LEAST_ANSWERS = 10;
const TIMES_USUAL = 3;
const LEAST_MILLIS_MORE = 1000;
const SHARE_OF_DEADLINE = 0.5;
const LEAST_GIVEN_UP = 3;
const MILLIS = 1000;
const SHARE_GIVEN_UP = 0.05;

/**
 * @typedef {Object} FleetTrouble
 * @property {string} who
 * @property {string} headline a sentence
 * @property {string} why in a sentence or two
 */

/** What is wrong with workers and queue, from one look to the next. */
export class FleetWatch {
  #tooLongSince = null;

  /**
   * @param {?Object} fleet null where the reader may not see it
   * @param {Slot[]} slots the windows of all cameras, oldest first
   * @returns {FleetTrouble[]}
   */
  look(fleet, slots, now) {
    const tooLong = fleet === null ? null : tooMuchWaits(fleet);
    this.#tooLongSince = tooLong === null ? null : (this.#tooLongSince ?? now);
    const lasts = tooLong !== null && now - this.#tooLongSince >= FULL_FOR_MILLIS;
    const queue = fleet === null ? null : (workersAway(fleet, now) ?? fullQueue(fleet) ?? (lasts ? tooLong : null));
    return [fleet === null ? null : failingWorkers(fleet), overload(slots), queue, slowAnswers(slots, fleet === null ? null : deadline(fleet))].filter((trouble) => trouble !== null);
  }
}

/** Tasks wait, and for a minute nobody has voted. @returns {?FleetTrouble} */
export function workersAway({ backlog, workers }, now) {
  const waiting = backlog.tasks ?? 0;
  const latestVote = Math.max(-Infinity, ...workers.map(({ lastVoteAt }) => Date.parse(lastVoteAt)));
  if (waiting === 0 || now - latestVote < WORKERS_AWAY_AFTER_MILLIS) {
    return null;
  }
  const since = Number.isFinite(latestVote) ? `for ${duration(now - latestVote)}` : 'lately';
  return {
    who: 'The workers',
    headline: 'Frames wait, and no worker votes.',
    why: `No worker has voted ${since}, and ${counted(waiting, 'task')} ${waiting === 1 ? 'waits' : 'wait'}.`,
  };
}

/** Workers that could run none of their latest tasks, with the latest reason. @returns {?FleetTrouble} */
export function failingWorkers({ workers, deadLetters }) {
  const failing = workers.filter((worker) => worker.failing).map(({ id }) => id);
  if (failing.length === 0) {
    return null;
  }
  const letter = deadLetters.latest.find(({ component }) => failing.includes(component));
  const reason = letter === undefined ? 'its log says why' : `the latest dead letter says: ${letter.message}`;
  return {
    who: 'Workers that fail',
    headline: failing.length === 1 ? 'A worker fails on every task.' : `${count(failing.length)} workers fail on every task.`,
    why: `${failing.join(', ')} could run none of the tasks of the last half minute; ${reason}.`,
  };
}

/** Frames were answered without a vote, since their turn would have come too late. @returns {?FleetTrouble} */
export function overload(slots) {
  const last = slots.findLast(({ closed, answers }) => closed && answers > 0);
  if (last === undefined || last.overloaded < Math.max(LEAST_GIVEN_UP, SHARE_GIVEN_UP * last.answers)) {
    return null;
  }
  return {
    who: 'All cameras',
    headline: 'More frames come than the workers can vote on.',
    why: `${count(last.overloaded)} of ${counted(last.answers, 'frame')} were not begun in ${lastFullInWords(last.end - last.start)}, since their turn would have come too late; `
      + 'the newest of each camera come first.',
  };
}

/** So much waits that the gateway takes no more frames. @returns {?FleetTrouble} */
export function fullQueue({ backlog: { limit, limitSeconds, queues } }) {
  const full = queues.find((queue) => queue.full);
  if (full === undefined) {
    return null;
  }
  const timed = full.seconds !== null;
  const work = timed ? `, ${durationUp(MILLIS * full.seconds)} of work` : '';
  const most = timed ? duration(MILLIS * limitSeconds) : count(limit);
  return {
    who: 'The queue',
    headline: 'The queue is full.',
    why: `${counted(full.tasks, 'task')} wait in ${full.queue}${work}; while more than ${most} ${timed ? 'does' : 'do'}, no frames are taken.`,
  };
}

/** What waits takes longer, at the present rate, than a frame's votes are waited for. @returns {?FleetTrouble} */
export function tooMuchWaits(fleet) {
  const { backlog: { tasks }, workers } = fleet;
  const rate = workers.reduce((sum, { samplesPerSecond }) => sum + samplesPerSecond, 0);
  const samples = Math.max(0, ...answering(fleet).map(({ taskSamples }) => taskSamples ?? 0));
  const limit = deadline(fleet);
  if (tasks === null || limit === null || rate === 0) {
    return null;
  }
  const millis = (1000 * tasks * samples) / rate;
  return millis <= limit ? null : {
    who: 'The queue',
    headline: 'More waits than can be answered in time.',
    why: `The ${counted(tasks, 'task')} that wait take ${durationUp(millis)} at the last minute\u2019s rate of ${count(Math.round(rate))} samples a second; `
      + `a frame is given up on after ${duration(limit)}.`,
  };
}

/**
 * Answers take much longer than is usual or more than half of the time that they may, or some were given up on.
 * @param {?number} limit how long a frame's votes are waited for, in milliseconds; null if that is not known
 * @returns {?FleetTrouble}
 */
export function slowAnswers(slots, limit) {
  const full = slots.filter(({ closed, answers }) => closed && answers > 0);
  const last = full.at(-1);
  if (last === undefined || last.answers < LEAST_ANSWERS) {
    return null;
  }
  const mean = meanLatency(last);
  const window = lastFullInWords(last.end - last.start);
  const slow = (why) => ({ who: 'All cameras', headline: 'Answers are slow.', why });
  if (last.deadline >= Math.max(LEAST_GIVEN_UP, SHARE_GIVEN_UP * last.answers)) {
    return slow(`${count(last.deadline)} of ${counted(last.answers, 'frame')} were given up on in ${window}, since their votes did not all arrive in time.`);
  }
  if (limit !== null && mean > SHARE_OF_DEADLINE * limit) {
    return slow(`An answer took ${durationUp(mean)} on average in ${window}; a frame is given up on after ${duration(limit)}.`);
  }
  const before = full.slice(0, -1).map(meanLatency);
  if (before.length < LEAST_WINDOWS) {
    return null;
  }
  const usual = median(before);
  return mean >= TIMES_USUAL * usual && mean - usual >= LEAST_MILLIS_MORE
    ? slow(`An answer took ${durationUp(mean)} on average in ${window}; ${durationUp(usual)} is usual.`)
    : null;
}

/** Mean time from acceptance to answer, in milliseconds. */
export function meanLatency({ latencySum, answers }) {
  return latencySum / answers;
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

function answering({ backlog: { queues }, models }) {
  const own = new Set(queues.map(({ queue }) => queue));
  return models.filter(({ answers, queue }) => answers && own.has(queue));
}

function deadline(fleet) {
  const known = answering(fleet).map(({ deadlineMillis }) => deadlineMillis ?? null).filter((millis) => millis !== null);
  return known.length === 0 ? null : Math.min(...known);
}
