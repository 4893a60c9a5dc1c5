import { byId, element, setText } from '../common/element.js';
import { counted } from '../common/numbers.js';
import { lineOf, TroubleLine } from './trouble-line.js';

const MOST_NAMES = 3;

/** The sentence that answers the operator's question, and below it each camera in trouble, with the reason. */
export class Headline {
  #sentence = byId('headline');
  #list = byId('troubles');
  #lines = new Map();
  #fleet = element('span');
  #fleetLine = lineOf(element('strong', {}, 'The workers: '), this.#fleet);

  /**
   * @param {Camera[]} cameras all of them
   * @param {Map<string, Trouble>} troubles of those in trouble, by name
   * @param {?string} fleetTrouble what is wrong with what serves all of them
   */
  show(cameras, troubles, fleetTrouble, now) {
    setText(this.#sentence, sentence(cameras, [...troubles.keys()], fleetTrouble));
    this.#sentence.parentElement.dataset.state = troubles.size > 0 || fleetTrouble !== null ? 'trouble' : 'usual';
    for (const camera of cameras.filter(({ name }) => troubles.has(name))) {
      this.#line(camera.name).show(camera, troubles.get(camera.name), now);
    }
    setText(this.#fleet, fleetTrouble ?? '');
    this.#arrange([...(fleetTrouble === null ? [] : [this.#fleetLine]), ...[...troubles.keys()].map((name) => this.#line(name).node)]);
    this.#forgetAllBut(troubles);
  }

  #line(name) {
    if (!this.#lines.has(name)) {
      this.#lines.set(name, new TroubleLine(name));
    }
    return this.#lines.get(name);
  }

  #arrange(nodes) {
    const shown = [...this.#list.children];
    if (nodes.length !== shown.length || nodes.some((node, index) => node !== shown[index])) {
      const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
      this.#list.replaceChildren(...nodes);
      focused?.focus({ preventScroll: true });
    }
  }

  #forgetAllBut(troubles) {
    for (const name of this.#lines.keys()) {
      if (!troubles.has(name)) {
        this.#lines.delete(name);
      }
    }
  }
}

function sentence(cameras, troubled, fleetTrouble) {
  if (cameras.length === 0) {
    return 'No camera has been heard of yet.';
  }
  if (troubled.length > 0) {
    const names = troubled.slice(0, MOST_NAMES).join(', ');
    const more = troubled.length > MOST_NAMES ? ', \u2026' : '';
    const verb = troubled.length === 1 ? 'is' : 'are';
    return cameras.length === 1
      ? `The camera ${names} is in trouble.`
      : `${troubled.length} of ${cameras.length} cameras ${verb} in trouble: ${names}${more}`;
  }
  if (fleetTrouble !== null) {
    return 'Frames wait, and no worker votes.';
  }
  const learning = cameras.filter(({ state }) => state === 'learning' || state === 'unknown').length;
  if (learning === cameras.length) {
    return `${counted(learning, 'camera')}: none is in trouble that shows. What is usual is still being learned.`;
  }
  const others = learning > 0 ? ', the others are being learned' : '';
  return `No camera is in trouble: ${cameras.length - learning} of ${counted(cameras.length, 'camera')} as usual${others}.`;
}
