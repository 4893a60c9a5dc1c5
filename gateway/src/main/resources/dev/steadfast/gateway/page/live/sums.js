// Sums over windows, of one camera or of all. Nothing here touches the page.

import { answers, givenUp } from './answers.js';

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
 * @property {number} certified
 * @property {number} abstained
 * @property {number} deadline of these, those whose votes did not arrive in time
 * @property {number} overloaded of these, those that were not begun, since more came than could be done
 * @property {number} givenUp of these, those that were not begun, for that reason or since a budget was spent
 * @property {number} rejected frames that were not taken
 * @property {number} radiusSum
 * @property {number} latencySum milliseconds
 * @property {number} latencyMax milliseconds
 * @property {number} samples
 */

/** A slot in which nothing came. */
export const EMPTY = {
  closed: true, answers: 0, certified: 0, abstained: 0, deadline: 0, overloaded: 0, givenUp: 0, rejected: 0, radiusSum: 0, latencySum: 0, latencyMax: 0, samples: 0,
};

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
      ?? { ...EMPTY, start: Date.parse(window.start), end: Date.parse(window.end) };
    slot.closed &&= window.closed;
    slot.answers += answers(window);
    slot.certified += window.certified;
    slot.abstained += window.abstained;
    slot.deadline += window.reasons.deadline ?? 0;
    slot.overloaded += window.reasons.overloaded ?? 0;
    slot.givenUp += givenUp(window);
    slot.rejected += window.rejected;
    slot.radiusSum += window.radiusSum;
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
 * @returns {Array<{radius: number, accuracy: number}>} one point for the lower edge of each bin, and one at which it is 0; empty where no truth is known
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
