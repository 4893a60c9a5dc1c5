// Places on an axis that are whole numbers of their unit, four steps or fewer. Each is {at, text}, from 0 to what is just enough.

import { count } from '../common/numbers.js';

const MOST_STEPS = 4;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  { millis: 1, name: 'ms', steps: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  { millis: SECOND, name: 's', steps: [1, 2, 5, 10, 20, 30] },
  { millis: MINUTE, name: 'min', steps: [1, 2, 5, 10, 20, 30] },
  { millis: HOUR, name: 'h', steps: [1, 2, 3, 6, 12] },
  { millis: DAY, name: 'd', steps: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
];
const SHARES = [0.01, 0.02, 0.05, 0.1, 0.25];
const TIMES = [1, 2, 5, 10, 15, 30].map((each) => each * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((each) => each * MINUTE), [1, 2, 3, 6, 12].map((each) => each * HOUR), [1, 2, 7, 14, 30].map((each) => each * DAY));
const EXACT = 1 - 1e-9;

/** For whole numbers of things. */
export function countTicks(most) {
  return from0(most, Math.max(1, decimalStep(most, [1, 2, 5])), count);
}

/** For radii. */
export function radiusTicks(most) {
  return from0(most, decimalStep(most, [1, 2, 2.5, 5]), String);
}

/** For shares up to a whole, in whole percent. */
export function shareTicks(most) {
  const step = SHARES.find((each) => enough(each, most)) ?? SHARES.at(-1);
  return from0(Math.min(1, most), step, (share) => `${Math.round(100 * share)}%`);
}

/** For spans of time in milliseconds, all in one unit. */
export function durationTicks(most) {
  for (const { millis, name, steps } of UNITS) {
    const step = steps.find((each) => enough(each * millis, most));
    if (step !== undefined) {
      return from0(most, step * millis, (at) => (at === 0 ? '0' : `${count(Math.round(at / millis))} ${name}`));
    }
  }
  return [{ at: 0, text: '0' }, { at: most, text: `${count(Math.ceil(most / DAY))} d` }];
}

/** For times of day here, at round ones within the two. */
export function timeTicks(from, to) {
  const step = TIMES.find((each) => (to - from) / each <= MOST_STEPS) ?? TIMES.at(-1);
  const shift = new Date(from).getTimezoneOffset() * MINUTE;
  const ticks = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    ticks.push({ at, text: step < DAY ? clock(at, step) : new Date(at).toLocaleDateString() });
  }
  return ticks;
}

function clock(at, step) {
  const seconds = step < MINUTE ? { second: '2-digit' } : {};
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', ...seconds, hourCycle: 'h23' });
}

function enough(step, most) {
  return MOST_STEPS * step >= most * EXACT;
}

function decimalStep(most, factors) {
  const power = 10 ** Math.floor(Math.log10(most / MOST_STEPS || 1));
  return [...factors, 10].map((factor) => factor * power).find((step) => enough(step, most));
}

function from0(most, step, text) {
  const ticks = [{ at: 0, text: text(0) }];
  while (ticks.at(-1).at < most * EXACT || ticks.length < 2) {
    const at = Number((ticks.length * step).toPrecision(12));
    ticks.push({ at, text: text(at) });
  }
  return ticks;
}
