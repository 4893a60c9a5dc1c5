// The window that every rate and share of the page speaks of. Nothing here touches the page.

import { duration } from '../common/numbers.js';
import { EMPTY } from './sums.js';

const MINUTE = 60_000;

/** How long a closed window may take from its end to this page. */
const LATE_MILLIS = 15_000;

/** A length as it stands before "ago" or after "full": "minute", "10 s", "5 min". */
export function lengthInWords(millis) {
  return millis === MINUTE ? 'minute' : duration(millis).replace('.0', '');
}

/** "the last full minute", with the actual length. */
export function lastFullInWords(millis) {
  return `the last full ${lengthInWords(millis)}`;
}

/**
 * The last full window of all cameras together: the latest that is over; one without an answer, if nothing came since.
 * @param {Slot[]} slots oldest first
 * @returns {?Slot} null while none has come to its end
 */
export function lastFull(slots, now) {
  const latest = slots.findLast(({ closed }) => closed);
  if (latest === undefined) {
    return null;
  }
  const length = latest.end - latest.start;
  if (now - latest.end < length + LATE_MILLIS) {
    return latest;
  }
  const end = latest.end + Math.floor((now - latest.end) / length) * length;
  return { ...EMPTY, start: end - length, end };
}

/** Answers a second. */
export function perSecond({ start, end, answers }) {
  return (1000 * answers) / (end - start);
}

/** Those that are over; all, while none is. */
export function fullOnes(slots) {
  const full = slots.filter(({ closed }) => closed);
  return full.length > 0 ? full : slots;
}
