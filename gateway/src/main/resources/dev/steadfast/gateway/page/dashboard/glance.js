import { byId, setText } from '../common/element.js';
import { count, durationUp, percent, roundedDown, timeOfDay } from '../common/numbers.js';
import { meanLatency } from '../live/fleet-trouble.js';
import { lastFull, lastFullInWords, lengthInWords, perSecond } from '../live/windows.js';

const NOTHING = '\u2013';

/**
 * A few figures of all cameras: what comes and what becomes of it, in the last full window; and what waits now.
 * @param {Slot[]} slots the windows of all cameras, oldest first
 * @param {?Object} fleet null where the reader may not see it
 */
export function showGlance(cameras, slots, fleet, now) {
  const full = lastFull(slots, now);
  const slot = full ?? slots.at(-1);
  setText(byId('glance-title'), title(slot, full !== null));
  setText(byId('glance-when'), slot === undefined ? '' : `${clock(slot.start)} to ${clock(slot.end)}`);
  setText(byId('glance-rate'), full === null ? NOTHING : rate(perSecond(full)));
  setText(byId('glance-abstained'), slot?.answers > 0 ? percent(slot.abstained / slot.answers) : NOTHING);
  setText(byId('glance-radius'), slot?.certified > 0 ? roundedDown(slot.radiusSum / slot.certified, 3) : NOTHING);
  setText(byId('glance-latency'), slot?.answers > 0 ? durationUp(meanLatency(slot)) : NOTHING);
  setText(byId('glance-given-up'), slot === undefined ? NOTHING : count(slot.givenUp));
  setText(byId('glance-turned-away'), slot === undefined ? NOTHING : count(slot.rejected));
  setText(byId('glance-cameras'), count(cameras.length));
  setText(byId('glance-waiting'), fleet?.backlog.tasks == null ? NOTHING : count(fleet.backlog.tasks));
  setText(byId('glance-workers'), fleet == null ? NOTHING : count(fleet.workers.length));
}

function title(slot, isFull) {
  if (slot === undefined) {
    return 'No window has begun';
  }
  const length = slot.end - slot.start;
  return isFull ? `In ${lastFullInWords(length)}` : `In the first ${lengthInWords(length)}, so far`;
}

function clock(at) {
  return timeOfDay(new Date(at).toISOString());
}

function rate(answers) {
  return answers < 10 ? answers.toFixed(1) : count(Math.round(answers));
}
