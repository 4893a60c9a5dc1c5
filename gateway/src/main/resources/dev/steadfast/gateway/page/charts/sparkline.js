import { element, setAttribute, setText, svg } from '../common/element.js';
import { percent, timeOfDay } from '../common/numbers.js';
import { answers } from '../live/answers.js';
import { fullOnes } from '../live/windows.js';

const WIDTH = 240;
const HEIGHT = 48;
const MARGIN = 4;
const TOP = 10; // room for the markers
const FLOOR = HEIGHT - 1;
const SCALES = [0.25, 0.5, 1];

/** A camera's abstention rate over its full windows, with a marker where it begins to depart from the camera's own past. */
export class Sparkline {
  #area = svg('path', { class: 'area' });
  #line = svg('path', { class: 'line' });
  #departed = svg('path', { class: 'line departed' });
  #now = svg('circle', { class: 'now', r: 2.5 });
  #markers = svg('path', { class: 'markers' });
  #picture = svg(
    'svg',
    { class: 'sparkline', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' },
    svg('path', { class: 'axis', d: `M0 ${FLOOR}H${WIDTH}M0 ${TOP}H${WIDTH}` }),
    this.#area,
    this.#line,
    this.#departed,
    this.#markers,
    this.#now,
  );
  #newest = null;
  #top = 1;
  #latest = element('span');
  #scale = element('span');
  node = element('figure', { class: 'abstentions' }, this.#picture, element('figcaption', {}, this.#latest, this.#scale));

  /** @param {number} top the rate at the upper edge; all cameras have the same, so that they can be compared */
  show(windows, top) {
    if (windows.at(-1) === this.#newest && top === this.#top) {
      return; // a window that changes is another object
    }
    this.#newest = windows.at(-1);
    this.#top = top;
    const points = fullOnes(windows.filter((window) => answers(window) > 0)).map(point);
    this.node.hidden = points.length === 0;
    if (points.length === 0) {
      return;
    }
    const placed = place(points, top);
    const last = placed.at(-1);
    const path = polyline(placed);
    setAttribute(this.#line, 'd', path);
    setAttribute(this.#area, 'd', `${path}V${FLOOR}H${placed[0].x}Z`);
    setAttribute(this.#departed, 'd', runs(placed).map(polyline).join(''));
    setAttribute(this.#markers, 'd', runs(placed).map(([first, second]) => marker(first.departed ? first : second)).join(''));
    setAttribute(this.#now, 'cx', last.x);
    setAttribute(this.#now, 'cy', last.y);
    setAttribute(this.#now, 'class', last.departed ? 'now departed' : 'now');
    setAttribute(this.#picture, 'aria-label', inWords(points));
    setText(this.#latest, `abstained ${percent(last.rate)}${last.closed ? '' : ' so far'}`);
    setText(this.#scale, `scale 0\u2013${percent(top)}`);
  }
}

/** The rate at the upper edge with which all of these cameras' curves fit. */
export function commonScale(cameras) {
  let most = 0;
  for (const window of cameras.flatMap(({ windows }) => windows)) {
    most = answers(window) > 0 ? Math.max(most, window.abstained / answers(window)) : most;
  }
  return SCALES.find((scale) => most <= scale) ?? 1;
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

function place(points, top) {
  const from = points[0].at;
  const span = Math.max(1, points.at(-1).at - from);
  return points.map((one) => ({
    ...one,
    x: (MARGIN + ((one.at - from) / span) * (WIDTH - 2 * MARGIN)).toFixed(1),
    y: (FLOOR - Math.min(1, one.rate / top) * (FLOOR - TOP)).toFixed(1),
  }));
}

/** The stretches that depart, each with the point before it. */
function runs(placed) {
  const found = [];
  placed.forEach((one, index) => {
    if (one.departed && placed[index - 1]?.departed) {
      found.at(-1).push(one);
    } else if (one.departed) {
      found.push(placed.slice(Math.max(0, index - 1), index + 1));
    }
  });
  return found;
}

function polyline(placed) {
  return placed.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function marker({ x }) {
  return `M${Number(x) - 4} 1h8l-4 6.5z`;
}

function inWords(points) {
  const rates = points.map(({ rate }) => rate);
  const since = points.at(-1).departed ? points[points.findLastIndex(({ departed }) => !departed) + 1].start : null;
  return `Abstention rate in ${points.length} windows: ${percent(rates.at(-1))} in the last full one, `
    + `between ${percent(Math.min(...rates))} and ${percent(Math.max(...rates))} overall.`
    + `${since === null ? '' : ` Departs from its past since ${timeOfDay(since)}.`}`;
}
