// Sums over windows, of one camera or of all. Nothing here touches the page.

import { answers } from './trouble.js';

/**
 * @typedef {Object} Sums
 * @property {?number} from when the first window began, milliseconds since 1970
 * @property {number} certified
 * @property {number} predicted
 * @property {number} abstained
 * @property {number} rejected
 * @property {number} radiusSum
 * @property {number} samples
 * @property {Array<[string, number]>} reasons of abstentions, most first
 * @property {number} binWidth
 * @property {number[]} radiusCounts
 * @property {number} labelled
 * @property {number} correct
 * @property {number[]} correctRadiusCounts
 * @property {Slot[]} slots oldest first
 *
 * @typedef {Object} Slot the windows of all cameras that began at one time
 * @property {number} start
 * @property {number} end
 * @property {boolean} closed
 * @property {number} answers
 * @property {number} abstained
 * @property {number} latencySum milliseconds
 * @property {number} latencyMax milliseconds
 * @property {number} samples
 */

/** @returns {Sums} */
export function sumsOf(windows) {
  const sums = { from: null, certified: 0, predicted: 0, abstained: 0, rejected: 0, radiusSum: 0, samples: 0, labelled: 0, correct: 0 };
  const reasons = new Map();
  for (const window of windows) {
    for (const name of ['certified', 'predicted', 'abstained', 'rejected', 'radiusSum', 'samples', 'labelled', 'correct']) {
      sums[name] += window[name];
    }
    for (const [reason, times] of Object.entries(window.reasons)) {
      reasons.set(reason, (reasons.get(reason) ?? 0) + times);
    }
  }
  const slots = slotsOf(windows);
  const binWidth = windows.reduce((widest, window) => Math.max(widest, window.radiusBinWidth), 0);
  return {
    ...sums,
    from: slots[0]?.start ?? null,
    reasons: [...reasons].sort(([, one], [, other]) => other - one),
    binWidth,
    radiusCounts: added(windows, 'radiusCounts', binWidth),
    correctRadiusCounts: added(windows, 'correctRadiusCounts', binWidth),
    slots,
  };
}

/** Counts by bins of one width: where a window's bins are narrower, each goes into the bin that its lower edge lies in. */
function added(windows, name, width) {
  const counts = [];
  for (const window of windows) {
    window[name].forEach((times, bin) => {
      const into = window.radiusBinWidth === width ? bin : Math.floor((bin * window.radiusBinWidth) / width);
      counts[into] = (counts[into] ?? 0) + times;
    });
  }
  return Array.from(counts, (times) => times ?? 0);
}

function slotsOf(windows) {
  const slots = new Map();
  for (const window of windows) {
    const slot = slots.get(window.start)
      ?? { start: Date.parse(window.start), end: Date.parse(window.end), closed: true, answers: 0, abstained: 0, latencySum: 0, latencyMax: 0, samples: 0 };
    slot.closed &&= window.closed;
    slot.answers += answers(window);
    slot.abstained += window.abstained;
    slot.latencySum += window.latencyMillisSum;
    slot.latencyMax = Math.max(slot.latencyMax, window.latencyMillisMax);
    slot.samples += window.samples;
    slots.set(window.start, slot);
  }
  return [...slots.values()].sort((one, other) => one.start - other.start);
}

/**
 * Certified accuracy by radius: the fraction of labelled frames whose certified answer is the label, with at least that radius. Frames are
 * known by bins of their radius; each counts with the lower edge of its bin, so that the curve is nowhere higher than the truth.
 * @returns {Array<{radius: number, accuracy: number}>} one point for the lower edge of each bin, and one at which it is 0; empty without labels
 */
export function certifiedAccuracy({ labelled, correctRadiusCounts, binWidth }) {
  if (labelled === 0) {
    return [];
  }
  let left = correctRadiusCounts.reduce((sum, times) => sum + times, 0);
  const points = correctRadiusCounts.map((times, bin) => {
    const point = { radius: bin * binWidth, accuracy: left / labelled };
    left -= times;
    return point;
  });
  return [...points, { radius: points.length * binWidth, accuracy: 0 }];
}

/** Answers a second over the latest seconds, from counting arrivals. */
export class Rate {
  #arrivals = [];
  #seconds;

  constructor(seconds) {
    this.#seconds = seconds;
  }

  count(now = Date.now()) {
    const second = Math.floor(now / 1000);
    if (this.#arrivals.at(-1)?.second === second) {
      this.#arrivals.at(-1).times += 1;
    } else {
      this.#arrivals.push({ second, times: 1 });
      this.#forget(second);
    }
  }

  perSecond(now = Date.now()) {
    const second = Math.floor(now / 1000);
    this.#forget(second);
    return this.#arrivals.reduce((sum, { second: at, times }) => (at < second ? sum + times : sum), 0) / this.#seconds;
  }

  #forget(second) {
    while (this.#arrivals.length > 0 && this.#arrivals[0].second < second - this.#seconds) {
      this.#arrivals.shift();
    }
  }
}
