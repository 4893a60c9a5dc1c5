import { element } from '../common/element.js';

/**
 * Horizontal bars with their names and numbers in words, so that the picture adds nothing that the text does not say.
 * @param {Array<{name: string, value: number, text: string, title?: string, className?: string, marks?: Array<{at: number, className: string}>}>} rows
 *     `marks`: places on the bar, as fractions
 * @param {number} [of] the value of a full bar; the largest if absent
 */
export function bars(rows, of = Math.max(1, ...rows.map(({ value }) => value))) {
  return element('ul', { class: 'bars' }, ...rows.map((row) => bar(row, of)));
}

function bar({ name, value, text, title, className = '', marks = [] }, of) {
  const fill = element('span', { class: 'fill' });
  fill.style.width = `${Math.min(100, (100 * value) / of)}%`;
  const track = element('span', { class: 'track', 'aria-hidden': 'true' }, fill, ...marks.map(mark));
  return element(
    'li',
    { class: className, title },
    element('span', { class: 'name' }, name),
    track,
    element('span', { class: 'value' }, text),
  );
}

function mark({ at, className }) {
  const line = element('span', { class: `mark ${className}` });
  line.style.left = `${100 * at}%`;
  return line;
}
