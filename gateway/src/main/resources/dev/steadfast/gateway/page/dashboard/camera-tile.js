import { Sparkline } from '../charts/sparkline.js';
import { element, setAttribute, setText } from '../common/element.js';
import { ago, roundedDown } from '../common/numbers.js';
import { cameraPath, framePath } from '../common/paths.js';
import { classOf, words } from '../common/words.js';
import { learnt, LEAST_PAST } from '../live/learning.js';
import { pressureInWords } from '../live/pressure.js';

const THUMBNAIL_PIXELS = 160;
const REFRESH_MILLIS = 1000;

/** One camera: its latest frame and answer, how often it abstains, and how it stands. Kept, and changed in place. */
export class CameraTile {
  #name;
  #pictures;
  #link;
  #canvas = element('canvas', { class: 'thumbnail', width: 8, height: 8, 'aria-hidden': 'true' });
  #state = element('span', { class: 'words' });
  #answer = element('p', { class: 'answer' });
  #pressure = element('p', { class: 'pressure', hidden: '' });
  #age = element('p', { class: 'age' });
  #sparkline = new Sparkline();
  #visible = false;
  #camera = null;
  #drawn = null;
  #drawnAt = 0;

  constructor(name, pictures) {
    this.#name = name;
    this.#pictures = pictures;
    this.#link = element('a', {}, name);
    this.node = element(
      'li',
      { class: 'tile' },
      this.#canvas,
      element('h3', {}, this.#link),
      element('p', { class: 'state' }, element('span', { class: 'sign', 'aria-hidden': 'true' }), this.#state),
      this.#answer,
      this.#pressure,
      this.#sparkline.node,
      element('p', { class: 'foot' }, this.#age, element('a', { href: cameraPath(name), 'aria-label': `Only ${name}` }, 'only this')),
    );
  }

  set visible(visible) {
    this.#visible = visible;
    this.#refreshPicture();
  }

  /** @param {number} scale the rate at the upper edge of the curve */
  show(camera, trouble, scale, now) {
    this.#camera = camera;
    setAttribute(this.node, 'data-state', trouble?.kind ?? camera.state);
    setText(this.#state, trouble?.brief ?? stateInWords(camera));
    this.#showAnswer(camera.latest);
    const pressure = pressureInWords(camera, now);
    this.#pressure.hidden = pressure === '';
    setText(this.#pressure, pressure);
    this.#sparkline.show(camera.windows, scale);
    this.showAge(now);
    this.#refreshPicture();
  }

  showAge(now) {
    const latest = this.#camera?.latest ?? null;
    setText(this.#age, latest === null ? 'no frame yet' : ago(now - Date.parse(latest.completedAt)));
    this.#refreshPicture();
  }

  #showAnswer(latest) {
    const frameId = latest?.frameId ?? null;
    setAttribute(this.#link, 'href', frameId === null ? cameraPath(this.#name) : framePath(frameId));
    setAttribute(this.#answer, 'data-outcome', latest?.outcome ?? null);
    if (latest === null) {
      setText(this.#answer, '');
    } else if (latest.outcome === 'certified') {
      const radius = ` stable within ${roundedDown(latest.radius, 3)}`;
      if (this.#answer.textContent !== classOf(latest) + radius) {
        this.#answer.replaceChildren(element('strong', {}, classOf(latest)), radius);
      }
    } else if (latest.outcome === 'predicted') {
      setText(this.#answer, `${classOf(latest)}, without a radius`);
    } else {
      setText(this.#answer, `${latest.outcome}: ${words(latest.reason)}`);
    }
  }

  /** At most once a second, and only where somebody can see it. */
  #refreshPicture() {
    const frameId = this.#camera?.latestPicture?.frameId ?? null;
    if (!this.#visible || document.hidden || frameId === null || frameId === this.#drawn || Date.now() - this.#drawnAt < REFRESH_MILLIS) {
      return;
    }
    this.#drawn = frameId;
    this.#drawnAt = Date.now();
    this.#pictures.draw(this.#canvas, frameId, 'image', {
      longest: THUMBNAIL_PIXELS,
      after: (problem) => this.#canvas.classList.toggle('absent', problem !== null),
    });
  }
}

function stateInWords(camera) {
  switch (camera.state) {
    case 'learning':
      return `learning what is usual: ${learnt(camera)} of ${LEAST_PAST} answers`;
    case 'usual':
      return 'as usual';
    default:
      return 'not known';
  }
}
