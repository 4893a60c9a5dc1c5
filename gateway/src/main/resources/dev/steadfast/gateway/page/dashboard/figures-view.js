import { bars } from '../charts/bars.js';
import { Plot, table } from '../charts/plot.js';
import { countTicks, durationTicks, radiusTicks, shareTicks, timeTicks } from '../charts/ticks.js';
import { byId, element, setText } from '../common/element.js';
import { count, counted, durationUp, percent, roundedDown, timeOfDay } from '../common/numbers.js';
import { meaning, words } from '../common/words.js';
import { meanLatency } from '../live/fleet-trouble.js';
import { certifiedAccuracy } from '../live/sums.js';
import { fullOnes, lastFullInWords, lengthInWords } from '../live/windows.js';

const RADIUS_DECIMALS = 3;

/** Radii, accuracy, reasons, latency and samples, over the windows that are remembered. */
export class FiguresView {
  #cards = new Map();

  show(sums, camera) {
    setText(byId('figures-of'), camera === null ? 'all cameras' : camera);
    setText(byId('figures-from'), spanInWords(sums));
    this.#card('radii').show(...radii(sums));
    this.#card('accuracy').show(...accuracy(sums));
    this.#card('reasons').show(...reasons(sums));
    const slots = fullOnes(sums.slots.filter(({ answers }) => answers > 0));
    this.#card('abstentions').show(...abstentions(slots));
    this.#card('latency').show(...latency(slots));
    this.#card('samples').show(...samples(slots));
  }

  #card(name) {
    if (!this.#cards.has(name)) {
      this.#cards.set(name, new Card(byId(`figure-${name}`)));
    }
    return this.#cards.get(name);
  }
}

/** A figure on the page; its table is made only while somebody reads it. */
class Card {
  #caption;
  #picture = element('div');
  #details = element('details', {}, element('summary', {}, 'as a table'));
  #table = element('div', { class: 'scroll', tabindex: 0 });
  #makeTable = null;

  constructor(node) {
    this.#caption = node.querySelector('.caption');
    this.#details.append(this.#table);
    this.#details.addEventListener('toggle', () => this.#fillTable());
    node.append(this.#picture, this.#details);
  }

  show(caption, picture, makeTable = null) {
    setText(this.#caption, caption);
    this.#picture.replaceChildren(...(picture === null ? [] : [picture]));
    this.#makeTable = makeTable;
    this.#details.hidden = makeTable === null;
    this.#fillTable();
  }

  #fillTable() {
    if (this.#details.open && this.#makeTable !== null) {
      this.#table.replaceChildren(this.#makeTable());
    }
  }
}

function edge(bin, width) {
  return roundedDown(bin * width, RADIUS_DECIMALS);
}

function radii({ radiusCounts, binWidth, certified, radiusSum }) {
  if (certified === 0) {
    return ['No frame has been certified yet.', null];
  }
  const mean = roundedDown(radiusSum / certified, RADIUS_DECIMALS);
  const caption = `${counted(certified, 'certified frame')} by radius (L2, pixels from 0 to 1). Mean ${mean}.`;
  const most = Math.max(...radiusCounts);
  const yTicks = countTicks(most);
  const to = radiusCounts.length * binWidth;
  const plot = new Plot({ label: caption, xTicks: within(to, radiusTicks(to)), yTicks, xTo: to, yTo: yTicks.at(-1).at })
    .columns('certified', radiusCounts.map((y, bin) => ({ from: bin * binWidth, to: (bin + 1) * binWidth, y })));
  const rows = () => radiusCounts.map((times, bin) => [`${edge(bin, binWidth)} to ${edge(bin + 1, binWidth)}`, count(times)]);
  return [caption, plot.picture(), () => table(caption, ['Radius', 'Frames'], rows())];
}

function within(to, ticks) {
  return ticks.filter(({ at }) => at <= to * (1 + 1e-9));
}

function accuracy(sums) {
  const curve = certifiedAccuracy(sums);
  if (curve.length === 0) {
    return ['No frame came with its truth, so accuracy is not known.', null];
  }
  const caption = `Of ${counted(sums.labelled, 'frame')} that came with ${sums.labelled === 1 ? 'its' : 'their'} truth: the share whose certified answer is the truth, at that radius or more. `
    + `With any radius or none: ${percent(sums.correct / sums.labelled)}.`;
  const to = Math.max(curve.at(-1).radius, sums.binWidth);
  const steps = curve.flatMap(({ radius, accuracy: y }, index) =>
    index === 0 ? [{ x: 0, y }] : [{ x: curve[index - 1].radius, y }, { x: radius, y }]);
  const plot = new Plot({ label: caption, xTicks: within(to, radiusTicks(to)), yTicks: shareTicks(1), xTo: to, yTo: 1 }).line('certified', steps);
  const rows = () => curve.map(({ radius, accuracy: share }) => [roundedDown(radius, RADIUS_DECIMALS), percentDown(share)]);
  return [caption, plot.picture(), () => table(caption, ['Radius at least', 'Certified accuracy'], rows())];
}

function percentDown(share) {
  return `${roundedDown(100 * share, 1)}%`;
}

function reasons({ reasons: byReason, abstained, certified, predicted }) {
  const answered = abstained + certified + predicted;
  if (abstained === 0) {
    return [answered === 0 ? 'No frame has been answered yet.' : `None of ${counted(answered, 'frame')} abstained.`, null];
  }
  const rows = byReason.map(([reason, times]) => ({
    name: words(reason),
    value: times,
    text: `${count(times)} (${percent(times / abstained)})`,
    title: meaning(reason),
    className: 'abstained',
  }));
  return [`${count(abstained)} of ${counted(answered, 'frame')} abstained (${percent(abstained / answered)}).`, bars(rows)];
}

function abstentions(slots) {
  if (slots.length === 0) {
    return ['No frame has been answered yet.', null];
  }
  const rate = (slot) => slot.abstained / slot.answers;
  const caption = `Share of frames that abstained, by window: ${percent(rate(slots.at(-1)))} in ${named(slots.at(-1))}.`;
  const plot = timePlot(caption, slots, shareTicks(Math.max(0.1, ...slots.map(rate))))
    .line('abstained', slots.map((slot) => ({ x: slot.start, y: rate(slot) })));
  const rows = () => newestFirst(slots, (slot) => [percent(rate(slot)), count(slot.abstained), count(slot.answers)]);
  return [caption, plot.picture(), () => table(caption, ['Window from', 'Rate', 'Abstained', 'Answered'], rows())];
}

function latency(slots) {
  if (slots.length === 0) {
    return ['No frame has been answered yet.', null];
  }
  const last = slots.at(-1);
  const caption = `From acceptance to answer, by window: mean (line) ${durationUp(meanLatency(last))}, longest (dotted) ${durationUp(last.latencyMax)} in ${named(last)}.`;
  const plot = timePlot(caption, slots, durationTicks(Math.max(1, ...slots.map(({ latencyMax }) => latencyMax))))
    .line('longest', slots.map(({ start, latencyMax }) => ({ x: start, y: latencyMax })))
    .line('mean', slots.map((slot) => ({ x: slot.start, y: meanLatency(slot) })));
  const rows = () => newestFirst(slots, (slot) => [durationUp(meanLatency(slot)), durationUp(slot.latencyMax)]);
  return [caption, plot.picture(), () => table(caption, ['Window from', 'Mean', 'Longest'], rows())];
}

function samples(slots) {
  if (slots.length === 0) {
    return ['No frame has been answered yet.', null];
  }
  const each = (slot) => slot.samples / slot.answers;
  const caption = `Votes counted for one decision, mean by window: ${count(Math.round(each(slots.at(-1))))} in ${named(slots.at(-1))}.`;
  const plot = timePlot(caption, slots, countTicks(Math.max(...slots.map(each))))
    .line('mean', slots.map((slot) => ({ x: slot.start, y: each(slot) })));
  const rows = () => newestFirst(slots, (slot) => [count(Math.round(each(slot))), count(slot.answers)]);
  return [caption, plot.picture(), () => table(caption, ['Window from', 'Samples a decision', 'Decisions'], rows())];
}

function timePlot(label, slots, yTicks) {
  const from = slots[0].start;
  const to = Math.max(slots.at(-1).start, from + 1);
  return new Plot({ label, xTicks: timeTicks(from, slots.at(-1).start), yTicks, xFrom: from, xTo: to, yTo: yTicks.at(-1).at });
}

function newestFirst(slots, cells) {
  return slots.map((slot) => [timeOfDay(new Date(slot.start).toISOString()), ...cells(slot)]).reverse();
}

function named({ start, end, closed }) {
  return closed ? lastFullInWords(end - start) : `the first ${lengthInWords(end - start)}, so far`;
}

function spanInWords({ from, slots }) {
  if (from === null) {
    return '';
  }
  const each = lengthInWords(slots.at(-1).end - slots.at(-1).start);
  return `since ${timeOfDay(new Date(from).toISOString())}, in windows of ${each === 'minute' ? 'a minute' : each}`;
}
