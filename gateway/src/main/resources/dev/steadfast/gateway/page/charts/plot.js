import { element, svg } from '../common/element.js';

const WIDTH = 420;
const HEIGHT = 170;
const LEFT = 56;
const BOTTOM = 26;
const TOP = 10;
const RIGHT = 20;

/**
 * A small diagram with two axes. What it shows in lines, it says in a table too, behind "as a table".
 */
export class Plot {
  #x;
  #y;
  #marks = [];

  /**
   * @param {{label: string, xTicks: Array<{at: number, text: string}>, yTicks: Array<{at: number, text: string}>, xTo: number, xFrom?: number,
   *     yTo: number}} axes `label` says in a sentence what is to be seen
   */
  constructor({ label, xTicks, yTicks, xFrom = 0, xTo, yTo }) {
    this.label = label;
    this.#x = (value) => LEFT + ((value - xFrom) / (xTo - xFrom || 1)) * (WIDTH - LEFT - RIGHT);
    this.#y = (value) => HEIGHT - BOTTOM - (value / (yTo || 1)) * (HEIGHT - BOTTOM - TOP);
    this.#marks = [
      ...yTicks.map(({ at, text }) => this.#horizontal(at, text)),
      ...xTicks.map(({ at, text }) => this.#below(at, text)),
    ];
  }

  line(className, points) {
    const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${this.#x(x).toFixed(1)} ${this.#y(y).toFixed(1)}`).join('');
    this.#marks.push(svg('path', { class: `line ${className}`, d: path }));
    if (points.length === 1) {
      this.#marks.push(svg('circle', { class: `dot ${className}`, cx: this.#x(points[0].x), cy: this.#y(points[0].y), r: 3 }));
    }
    return this;
  }

  /** Columns from one x to another. */
  columns(className, columns) {
    for (const { from, to, y } of columns) {
      const left = this.#x(from) + 0.75;
      const width = Math.max(0.5, this.#x(to) - left - 0.75);
      this.#marks.push(svg('rect', { class: className, x: left, y: this.#y(y), width, height: Math.max(0, this.#y(0) - this.#y(y)) }));
    }
    return this;
  }

  picture() {
    return svg('svg', { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': this.label }, ...this.#marks);
  }

  #horizontal(at, text) {
    return svg(
      'g',
      { class: 'tick' },
      svg('path', { class: 'grid', d: `M${LEFT} ${this.#y(at).toFixed(1)}H${WIDTH - RIGHT}` }),
      svg('text', { x: LEFT - 6, y: this.#y(at) + 4, 'text-anchor': 'end' }, text),
    );
  }

  #below(at, text) {
    return svg('g', { class: 'tick' }, svg('text', { x: this.#x(at), y: HEIGHT - 7, 'text-anchor': 'middle' }, text));
  }
}

/** A table with a header row; the first cell of each row names it. */
export function table(caption, head, rows) {
  return element(
    'table',
    {},
    element('caption', { class: 'unseen' }, caption),
    element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
    element(
      'tbody',
      {},
      ...rows.map(([first, ...others]) =>
        element('tr', {}, element('th', { scope: 'row' }, first), ...others.map((cell) => element('td', {}, cell)))),
    ),
  );
}
