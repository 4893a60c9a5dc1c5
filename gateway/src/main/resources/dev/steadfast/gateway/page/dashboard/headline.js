import { byId, element, setText } from '../common/element.js';
import { counted } from '../common/numbers.js';
import { learnt, LEAST_PAST } from '../live/learning.js';
import { lineOf, TroubleLine } from './trouble-line.js';

const MOST_NAMES = 3;

/** The sentence that answers the operator's question, and below it each camera in trouble, with the reason. */
export class Headline {
  #sentence = byId('headline');
  #list = byId('troubles');
  #lines = new Map();
  #fleetLines = new Map();

  /**
   * @param {Camera[]} cameras all of them
   * @param {Map<string, Trouble>} troubles of those in trouble, by name
   * @param {FleetTrouble[]} fleetTroubles what is wrong with what serves all of them
   */
  show(cameras, troubles, fleetTroubles, now) {
    setText(this.#sentence, sentence(cameras, [...troubles.keys()], fleetTroubles));
    this.#sentence.parentElement.dataset.state = troubles.size > 0 || fleetTroubles.length > 0 ? 'trouble' : 'usual';
    for (const camera of cameras.filter(({ name }) => troubles.has(name))) {
      this.#line(camera.name).show(camera, troubles.get(camera.name), now);
    }
    this.#arrange([...fleetTroubles.map((trouble) => this.#fleetLine(trouble)), ...[...troubles.keys()].map((name) => this.#line(name).node)]);
    this.#forgetAllBut(troubles);
  }

  #line(name) {
    if (!this.#lines.has(name)) {
      this.#lines.set(name, new TroubleLine(name));
    }
    return this.#lines.get(name);
  }

  /** A line is kept for each thing that there is to be in trouble. */
  #fleetLine({ who, why }) {
    if (!this.#fleetLines.has(who)) {
      const said = element('span');
      this.#fleetLines.set(who, { said, node: lineOf(element('strong', {}, `${who}: `), said) });
    }
    const { said, node } = this.#fleetLines.get(who);
    setText(said, why);
    return node;
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

function sentence(cameras, troubled, fleetTroubles) {
  if (cameras.length === 0 && fleetTroubles.length === 0) {
    return 'No camera has been heard of yet.';
  }
  if (troubled.length === 0 && fleetTroubles.length === 0) {
    return noTrouble(cameras);
  }
  const ofFleet = fleetTroubles.map(({ headline }) => headline).join(' ');
  if (troubled.length === 0) {
    return ofFleet;
  }
  const ofCameras = inTrouble(cameras, troubled);
  return ofFleet === '' ? ofCameras : `${ofCameras.replace(/(?<![.\u2026])$/, '.')} ${ofFleet}`;
}

function inTrouble(cameras, troubled) {
  const names = troubled.slice(0, MOST_NAMES).join(', ');
  const more = troubled.length > MOST_NAMES ? ', \u2026' : '';
  const verb = troubled.length === 1 ? 'is' : 'are';
  return cameras.length === 1
    ? `The camera ${names} is in trouble.`
    : `${troubled.length} of ${cameras.length} cameras ${verb} in trouble: ${names}${more}`;
}

function noTrouble(cameras) {
  const learning = cameras.filter(({ state }) => state === 'learning' || state === 'unknown');
  const rule = learning.length > 0 ? ` That takes ${LEAST_PAST} answers in full windows; ${least(learning)}.` : '';
  if (learning.length === cameras.length) {
    return `${counted(learning.length, 'camera')}: none is in trouble that shows. What is usual is still being learned.${rule}`;
  }
  const others = learning.length > 0 ? ', what is usual for the others is being learned' : '';
  return `No camera is in trouble: ${cameras.length - learning.length} of ${counted(cameras.length, 'camera')} as usual${others}.${rule}`;
}

function least(cameras) {
  const [last] = [...cameras].sort((one, other) => learnt(one) - learnt(other));
  return `${last.name} has ${learnt(last)}${cameras.length > 1 ? ', the fewest' : ''}`;
}
