import { byId, element, setText } from '../common/element.js';
import { counted, timeOfDay } from '../common/numbers.js';
import { cameraPath, framePath } from '../common/paths.js';
import { troubleOf } from '../live/trouble.js';

const MOST_NAMES = 3;

/** The sentence that answers the operator's question, and below it each camera in trouble, with the reason. */
export class Headline {
  #sentence = byId('headline');
  #list = byId('troubles');
  #shown = '';

  /** @param {Array<{camera: Camera, trouble: Trouble}>} troubled */
  show(cameras, troubled, fleetTrouble, now) {
    setText(this.#sentence, sentence(cameras, troubled, fleetTrouble));
    this.#sentence.parentElement.dataset.state = troubled.length > 0 || fleetTrouble !== null ? 'trouble' : 'usual';
    const lines = troubled.map(({ camera, trouble }) => line(camera, trouble, now));
    const key = JSON.stringify([fleetTrouble, lines]);
    if (key !== this.#shown) { // rebuilt only when it reads otherwise; a line that has the focus gets it back
      this.#shown = key;
      const focused = this.#list.contains(document.activeElement) ? document.activeElement.href : null;
      const workers = fleetTrouble === null ? [] : [item([element('strong', {}, 'The workers: '), fleetTrouble])];
      this.#list.replaceChildren(...workers, ...lines.map(itemOf));
      [...this.#list.querySelectorAll('a')].find(({ href }) => href === focused)?.focus();
    }
  }
}

/** Cameras in trouble, longest first. */
export function troubledOf(cameras, now) {
  return cameras
    .map((camera) => ({ camera, trouble: troubleOf(camera, now) }))
    .filter(({ trouble }) => trouble !== null)
    .sort((one, other) => String(one.trouble.since).localeCompare(String(other.trouble.since)));
}

function sentence(cameras, troubled, fleetTrouble) {
  if (cameras.length === 0) {
    return 'No camera has been heard of yet.';
  }
  if (troubled.length > 0) {
    const names = troubled.slice(0, MOST_NAMES).map(({ camera }) => camera.name).join(', ');
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
  return `No camera is in trouble: ${cameras.length - learning} of ${counted(cameras.length, 'camera')} ${learning > 0 ? 'as usual, the others are being learned' : 'as usual'}.`;
}

function line({ name, latestAbstention }, { kind, why, since }, now) {
  const example = kind === 'departed' ? latestAbstention?.frameId ?? null : null;
  return { name, why, since: since === null ? '' : `Since ${timeOfDay(since, now)}.`, example };
}

function itemOf({ name, why, since, example }) {
  const content = [element('a', { class: 'name', href: cameraPath(name) }, name), ': ', why, ' ', element('span', { class: 'since' }, since)];
  if (example !== null) {
    content.push(' ', element('a', { class: 'example', href: framePath(example) }, 'See a frame it abstained from'));
  }
  return item(content);
}

function item(content) {
  return element('li', {}, element('span', { class: 'sign', 'aria-hidden': 'true' }), element('p', {}, ...content));
}
