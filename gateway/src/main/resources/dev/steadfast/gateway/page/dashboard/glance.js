import { byId, setText } from '../common/element.js';
import { count, duration, percent, roundedDown } from '../common/numbers.js';

const NOTHING = '\u2013';

/** A few figures of all cameras: what comes, what becomes of it, what waits. */
export function showGlance(cameras, perSecond, sums, fleet) {
  const slot = sums.slots.findLast(({ closed, answers }) => closed && answers > 0) ?? sums.slots.at(-1);
  const counted = slot !== undefined && slot.answers > 0;
  setText(byId('glance-cameras'), count(cameras.length));
  setText(byId('glance-rate'), perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond)));
  setText(byId('glance-abstained'), counted ? percent(slot.abstained / slot.answers) : NOTHING);
  setText(byId('glance-radius'), sums.certified > 0 ? roundedDown(sums.radiusSum / sums.certified, 3) : NOTHING);
  setText(byId('glance-latency'), counted ? duration(slot.latencySum / slot.answers) : NOTHING);
  setText(byId('glance-waiting'), fleet?.backlog.tasks == null ? NOTHING : count(fleet.backlog.tasks));
  setText(byId('glance-workers'), fleet == null ? NOTHING : count(fleet.workers.length));
}
