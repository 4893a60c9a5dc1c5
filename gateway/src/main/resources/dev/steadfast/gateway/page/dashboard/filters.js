import { byId, element } from '../common/element.js';

const OUTCOMES = ['certified', 'predicted', 'abstained', 'rejected'];

/** Which camera and which outcomes are shown. It stands in the page's address, so that it can be kept and sent on. */
export class Filters {
  #camera = null;
  #outcomes = new Set(OUTCOMES);
  #select = byId('camera-filter');
  #boxes = OUTCOMES.map((outcome) => byId(`outcome-${outcome}`));
  #names = '';
  #changed;

  constructor(changed) {
    this.#changed = changed;
    this.#read();
    addEventListener('popstate', () => {
      this.#read();
      changed();
    });
    this.#select.addEventListener('change', () => this.#choose(this.#select.value || null, this.#outcomes));
    this.#boxes.forEach((box) => box.addEventListener('change', () => this.#choose(this.#camera, this.#checked())));
    addEventListener('click', (event) => this.#follow(event));
  }

  get camera() {
    return this.#camera;
  }

  /** The outcomes that are wanted; null for all. */
  get outcomes() {
    return this.#outcomes.size === OUTCOMES.length ? null : [...this.#outcomes];
  }

  wants({ cameraId, outcome }) {
    return (this.#camera === null || this.#camera === cameraId) && (this.#outcomes.has(outcome) || this.outcomes === null);
  }

  /** The cameras that can be chosen. */
  offer(names) {
    const offered = [...new Set(this.#camera === null ? names : [...names, this.#camera])].sort();
    const key = offered.join('/');
    if (key !== this.#names) {
      this.#names = key;
      this.#select.replaceChildren(
        element('option', { value: '' }, 'all cameras'),
        ...offered.map((name) => element('option', { value: name }, name)),
      );
    }
    this.#select.value = this.#camera ?? '';
  }

  #checked() {
    const checked = new Set(this.#boxes.filter((box) => box.checked).map((box) => box.value));
    return checked.size === 0 ? new Set(OUTCOMES) : checked;
  }

  #choose(camera, outcomes) {
    const query = new URLSearchParams();
    if (camera !== null) {
      query.set('camera', camera);
    }
    if (outcomes.size < OUTCOMES.length) {
      query.set('outcome', [...outcomes].join(','));
    }
    history.pushState(null, '', query.size > 0 ? `/?${query}` : '/');
    this.#read();
    this.#changed();
  }

  #read() {
    const query = new URLSearchParams(location.search);
    this.#camera = query.get('camera') || null;
    const wanted = (query.get('outcome') ?? '').split(',').filter((outcome) => OUTCOMES.includes(outcome));
    this.#outcomes = new Set(wanted.length > 0 ? wanted : OUTCOMES);
    this.#boxes.forEach((box) => (box.checked = this.#outcomes.has(box.value)));
    this.offer([...this.#select.options].map(({ value }) => value).filter((name) => name !== ''));
  }

  /** A link to this page with another camera needs no new page. */
  #follow(event) {
    const link = event.target.closest?.('a[href^="/?camera="]');
    if (link === null || link === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.#choose(new URL(link.href).searchParams.get('camera'), this.#outcomes);
    byId('figures').scrollIntoView();
    this.#select.focus({ preventScroll: true });
  }
}
