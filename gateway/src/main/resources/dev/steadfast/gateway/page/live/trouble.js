// Which camera is in trouble, and why, in words. Nothing here touches the page.

import { count, counted, duration, percent } from '../common/numbers.js';
import { words } from '../common/words.js';
import { answers, compared, isTheCameras } from './answers.js';
import { lastFullInWords } from './windows.js';

const SILENT_AFTER_MILLIS = 5 * 60_000;
const SILENT_AFTER_PAUSES = 10;
const FEWEST_BUSY_WINDOWS = 3;
const FEWEST_REJECTED = 3;

/** The events that begin and end an overload. */
const OVERLOAD = new Set(['overloaded', 'caught-up']);

/**
 * @typedef {Object} Trouble
 * @property {'departed'|'silent'|'overloaded'|'rejected'} kind
 * @property {string} brief in two or three words
 * @property {string} why in a sentence or two
 * @property {?string} since an instant
 */

/** What is wrong with a camera now; null if nothing is. @returns {?Trouble} */
export function troubleOf(camera, now) {
  return silence(camera, now) ?? departure(camera) ?? overload(camera) ?? overBudget(camera) ?? rejections(camera);
}

/** The reason that a window's abstentions have most often, of those that may be the camera's doing; null if there are none. */
export function leadingReason({ reasons }) {
  const [leading] = Object.entries(reasons).filter(([reason]) => isTheCameras(reason)).sort(([, one], [, other]) => other - one);
  return leading === undefined ? null : leading[0];
}

/** The latest window that says something: closed if there is one. */
export function latestWindow({ windows }) {
  return windows.findLast(({ closed }) => closed) ?? windows.at(-1);
}

function departure(camera) {
  if (camera.state !== 'departed') {
    return null;
  }
  const brief = 'abstains unusually often';
  const window = camera.windows.findLast((one) => one.closed && compared(one).frames > 0);
  if (window === undefined) {
    const event = camera.events.findLast(({ kind }) => kind === 'departed');
    return { kind: 'departed', brief, why: event?.message ?? 'It abstains far more often than it used to.', since: camera.departedSince };
  }
  const { frames, abstained } = compared(window);
  const share = `${percent(abstained / frames)} of ${counted(frames, 'frame')} abstained in ${span(window)}`;
  const past = window.pastFrames > 0
    ? `; ${percent(window.pastAbstained / window.pastFrames)} of ${count(window.pastFrames)} before`
    : '';
  const reason = leadingReason(window);
  const mostly = reason === null ? '' : ` Mostly: ${words(reason)}.`;
  return { kind: 'departed', brief, why: `${share}${past}.${mostly}`, since: camera.departedSince };
}

function span({ start, end }) {
  return lastFullInWords(Date.parse(end) - Date.parse(start));
}

/** A camera is silent when nothing came for five minutes, and for ten times as long as is usual between two of its frames. What has sent in fewer than three windows, as a file that was read once, has no usual pause. */
function silence({ latest, windows }, now) {
  if (latest === null) {
    return null;
  }
  const silentFor = now - Date.parse(latest.completedAt);
  if (silentFor < Math.max(SILENT_AFTER_MILLIS, SILENT_AFTER_PAUSES * usualPause(windows))) {
    return null;
  }
  return { kind: 'silent', brief: 'silent', why: `No frame for ${duration(silentFor)}.`, since: latest.completedAt };
}

function usualPause(windows) {
  const busy = windows.filter((window) => answers(window) + window.rejected > 0);
  if (busy.length < FEWEST_BUSY_WINDOWS) {
    return Infinity;
  }
  const frames = busy.reduce((sum, window) => sum + answers(window) + window.rejected, 0);
  return (Date.parse(busy.at(-1).end) - Date.parse(busy[0].start)) / frames;
}

/** Frames of it are given up, since more come than the workers can vote on in time. */
function overload({ events }) {
  const latest = events.findLast(({ kind }) => OVERLOAD.has(kind));
  return latest?.kind === 'overloaded'
    ? { kind: 'overloaded', brief: 'frames given up', why: latest.message, since: latest.windowStart }
    : null;
}

/** A camera that has spent its budget of samples, so that frames of it are given up. */
function overBudget(camera) {
  const window = latestWindow(camera);
  const frames = window?.reasons['over-budget'] ?? 0;
  return frames < FEWEST_REJECTED ? null : {
    kind: 'overloaded',
    brief: 'budget spent',
    why: `${count(frames)} of ${counted(answers(window), 'frame')} were not begun in ${span(window)}, since it has spent its budget of samples.`,
    since: window.start,
  };
}

/** A camera whose frames are mostly rejected. */
function rejections(camera) {
  const window = latestWindow(camera);
  if (window === undefined || window.rejected < FEWEST_REJECTED || window.rejected < answers(window)) {
    return null;
  }
  const reason = camera.latest?.outcome === 'rejected' ? ` The latest: ${words(camera.latest.reason)}.` : '';
  return {
    kind: 'rejected',
    brief: 'frames rejected',
    why: `${count(window.rejected)} of ${counted(window.rejected + answers(window), 'frame')} could not be taken in ${span(window)}.${reason}`,
    since: window.start,
  };
}
