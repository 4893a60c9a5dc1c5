import { element, setAttribute, setText, svg } from '../common/element.js';
import { percent, timeOfDay } from '../common/numbers.js';
import { answers } from '../live/trouble.js';

const WIDTH = 240;
const HEIGHT = 44;
const TOP = 9; // room for the markers
const FLOOR = HEIGHT - 1;
const MOST_MARKERS = 12;

/** A camera's abstention rate over its windows, between nothing and all, with a marker at each window that departs from its past. */
export class Sparkline {
  #area = svg('path', { class: 'area' });
  #line = svg('path', { class: 'line' });
  #now = svg('circle', { class: 'now', r: 2.5 });
  #markers = svg('g', { class: 'departed' });
  #picture = svg(
    'svg',
    { class: 'sparkline', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    svg('path', { class: 'axis', d: `M0 ${FLOOR}H${WIDTH}` }),
    this.#area,
    this.#line,
    this.#markers,
    this.#now,
  );
  #caption = element('figcaption');
  node = element('figure', { class: 'abstentions' }, this.#picture, this.#caption);

  show(windows) {
    const points = windows.filter((window) => answers(window) > 0).map(point);
    this.node.hidden = points.length === 0;
    if (points.length === 0) {
      return;
    }
    const from = points[0].at;
    const span = Math.max(1, points.at(-1).at - from);
    const placed = points.map((one) => ({ ...one, x: 3 + ((one.at - from) / span) * (WIDTH - 6), y: height(one.rate) }));
    const path = placed.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
    setAttribute(this.#line, 'd', path);
    setAttribute(this.#area, 'd', `${path}V${FLOOR}H${placed[0].x.toFixed(1)}Z`);
    setAttribute(this.#now, 'cx', placed.at(-1).x.toFixed(1));
    setAttribute(this.#now, 'cy', placed.at(-1).y.toFixed(1));
    setAttribute(this.#now, 'class', placed.at(-1).departed ? 'now departed' : 'now');
    this.#markers.replaceChildren(...placed.filter(({ departed }) => departed).slice(-MOST_MARKERS).map(marker));
    setAttribute(this.#picture, 'aria-label', inWords(points));
    setText(this.#caption, `abstained ${percent(points.at(-1).rate)}${points.at(-1).closed ? '' : ' so far'}`);
  }
}

function point(window) {
  return {
    at: Date.parse(window.start),
    start: window.start,
    rate: window.abstained / answers(window),
    departed: window.state === 'departed',
    closed: window.closed,
  };
}

function height(rate) {
  return FLOOR - rate * (FLOOR - TOP);
}

function marker({ x, y }) {
  return svg('path', { d: `M${(x - 3.5).toFixed(1)} ${(y - 8).toFixed(1)}h7l-3.5 5.5z` });
}

function inWords(points) {
  const rates = points.map(({ rate }) => rate);
  const departed = points.filter((one) => one.departed);
  const marked = departed.length === 0 ? '' : ` Departs from its past since ${timeOfDay(firstOfLast(points).start)}.`;
  return `Abstention rate in ${points.length} windows: ${percent(rates.at(-1))} in the latest, `
    + `between ${percent(Math.min(...rates))} and ${percent(Math.max(...rates))} overall.${departed.includes(points.at(-1)) ? marked : ''}`;
}

/** The first window of the latest run of departed ones. */
function firstOfLast(points) {
  const before = points.findLastIndex(({ departed }) => !departed);
  return points[Math.min(before + 1, points.length - 1)];
}
