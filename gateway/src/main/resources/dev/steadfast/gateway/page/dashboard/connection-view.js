import { byId, setText } from '../common/element.js';
import { ago, counted } from '../common/numbers.js';

const WORDS = {
  connecting: 'connecting',
  live: 'live',
  broken: 'connection lost, trying again',
  refused: 'not signed in',
};

const WHY = {
  connecting: 'the gateway does not answer. Still trying.',
  live: 'nothing comes from the gateway.',
  broken: 'the gateway cannot be reached. Trying again.',
  refused: 'the gateway wants a key.',
};

/** Says whether what is shown is the present, and how old it is where it is not. */
export class ConnectionView {
  #badge = byId('connection');
  #banner = byId('stale');
  #words = byId('stale-words');
  #since = byId('stale-since');
  #missed = 0;

  state(state) {
    this.#badge.dataset.state = state;
    setText(this.#badge, WORDS[state]);
  }

  /** @param {LiveStream} stream */
  showAge(stream) {
    const stale = stream.isStale;
    document.body.classList.toggle('stale', stale);
    this.#banner.hidden = !stale;
    setText(this.#words, stale ? `What you see is not up to date: ${WHY[this.#badge.dataset.state]}` : '');
    setText(this.#since, stale && stream.silentFor !== null ? `Last heard of ${ago(stream.silentFor)}.` : '');
  }

  missed(count) {
    this.#missed += count;
    setText(byId('missed'), `${counted(this.#missed, 'prediction')} not shown: more came than this connection could take`);
  }
}
