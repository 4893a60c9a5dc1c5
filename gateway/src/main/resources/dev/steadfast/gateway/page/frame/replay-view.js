import { byId, element, setAttribute, setText } from '../common/element.js';
import { count, counted } from '../common/numbers.js';
import { classOf } from '../common/words.js';

/** The button that has the votes counted again, and what came of it. */
export class ReplayView {
  #api;
  #frameId;
  #button = byId('replay');
  #result = byId('replay-result');
  #verdict = byId('replay-verdict');
  #tables = byId('replay-tables');

  constructor(api, frameId) {
    this.#api = api;
    this.#frameId = frameId;
    this.#button.addEventListener('click', () => this.#replay());
  }

  async #replay() {
    this.#button.disabled = true;
    setAttribute(this.#result, 'data-verdict', 'waiting');
    setText(this.#verdict, 'The workers count again\u2026');
    this.#tables.replaceChildren();
    try {
      this.#show(await this.#api.replay(this.#frameId));
    } catch (problem) {
      setAttribute(this.#result, 'data-verdict', 'failed');
      setText(this.#verdict, problem.status === 403
        ? `A replay needs a key with the role \u201coperate\u201d: ${problem.message}.`
        : `The votes could not be counted again: ${problem.message}.`);
    } finally {
      this.#button.disabled = false;
    }
  }

  #show({ matches, exact, recounted, selection, estimation, backend, detail }) {
    const verdict = matches ? 'match' : exact ? 'mismatch' : 'inexact';
    setAttribute(this.#result, 'data-verdict', verdict);
    setText(this.#verdict, `${HEADLINES[verdict]} ${counted(recounted, 'sample')} counted again: ${detail}.`);
    const note = exact ? '' : `Another backend voted${backend ? ` (${backend})` : ''}, so rare differences are to be expected.`;
    this.#tables.replaceChildren(
      ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
      ...[['Selection', selection], ['Estimation', estimation]].filter(([, votes]) => votes.length > 0).map(([name, votes]) => votesTable(name, votes)),
    );
  }
}

const HEADLINES = {
  match: 'The votes match.',
  mismatch: 'The votes do not match.',
  inexact: 'The votes differ, and the comparison is not exact.',
};

function votesTable(name, votes) {
  return element(
    'table',
    {},
    element('caption', {}, name),
    element('thead', {}, element('tr', {}, ...['Class', 'Votes', 'Counted again', 'Difference'].map((head, index) =>
      element('th', { scope: 'col', class: index > 0 ? 'number' : null }, head)))),
    element('tbody', {}, ...votes.map(votesRow)),
  );
}

function votesRow(compared) {
  const { class: index, votes, replayed } = compared;
  const difference = replayed - votes;
  return element(
    'tr',
    { class: difference === 0 ? null : 'different' },
    element('th', { scope: 'row' }, classOf(compared) ?? `class ${index}`),
    element('td', { class: 'number' }, count(votes)),
    element('td', { class: 'number' }, count(replayed)),
    element('td', { class: 'number' }, difference === 0 ? 'none' : `${difference > 0 ? '+' : '\u2212'}${count(Math.abs(difference))}`),
  );
}
