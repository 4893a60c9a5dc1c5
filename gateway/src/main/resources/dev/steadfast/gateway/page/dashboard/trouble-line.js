import { element, setAttribute, setText } from '../common/element.js';
import { timeOfDay } from '../common/numbers.js';
import { cameraPath, framePath } from '../common/paths.js';

/** What is wrong with one camera. Kept, and changed in place, so that a link does not go away under who is about to follow it. */
export class TroubleLine {
  #why = element('span');
  #since = element('span', { class: 'since' });
  #example = element('a', { class: 'example' }, 'See a frame it abstained from');
  node;

  constructor(name) {
    const link = element('a', { class: 'name', href: cameraPath(name) }, name);
    this.node = lineOf(link, ': ', this.#why, ' ', this.#since, ' ', this.#example);
  }

  show({ latestAbstention }, { kind, why, since }, now) {
    const example = kind === 'departed' ? (latestAbstention?.frameId ?? null) : null;
    setText(this.#why, why);
    setText(this.#since, since === null ? '' : `Since ${timeOfDay(since, now)}.`);
    this.#example.hidden = example === null;
    setAttribute(this.#example, 'href', example === null ? null : framePath(example));
  }
}

/** A line with the sign of trouble before it. */
export function lineOf(...content) {
  return element('li', {}, element('span', { class: 'sign', 'aria-hidden': 'true' }), element('p', {}, ...content));
}
