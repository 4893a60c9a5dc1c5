import { Api } from '../common/api.js';
import { Credentials } from '../common/credentials.js';
import { byId, setText } from '../common/element.js';
import { frameIdOf } from '../common/paths.js';
import { Pictures, UNREADABLE } from '../common/pictures.js';
import { SignIn } from '../common/sign-in.js';
import { explainTerms } from '../common/terms.js';
import { theme } from '../common/theme.js';
import { heading } from './frame-words.js';
import { showPrediction } from './prediction-view.js';
import { showReceipt } from './receipt-view.js';
import { ReplayView } from './replay-view.js';
import { SamplesView } from './samples-view.js';

const TOO_LARGE_TO_DRAW = new Set(['too-many-pixels', 'too-many-scans', 'too-much-work', 'image-too-large']);

/** A frame's own page: the picture, the answer and what it rests on. */
class FramePage {
  #frameId;
  #credentials = new Credentials();
  #api = new Api(this.#credentials);
  #signIn = new SignIn(this.#credentials, () => location.reload());

  constructor(frameId) {
    this.#frameId = frameId;
  }

  async show() {
    setText(byId('frame-id'), this.#frameId);
    try {
      const prediction = await this.#api.prediction(this.#frameId);
      if (prediction.outcome === 'pending') {
        setText(byId('answer'), 'The votes are being counted\u2026');
        setTimeout(() => this.show(), prediction.retryAfterMillis);
      } else {
        this.#showAll(prediction);
      }
    } catch (problem) {
      this.#failed(problem);
    }
  }

  #showAll(prediction) {
    document.title = `${heading(prediction)} \u2013 Steadfast`;
    showPrediction(prediction);
    byId('evidence').hidden = false;
    const answered = prediction.outcome !== 'rejected';
    document.querySelectorAll('.of-answers').forEach((section) => (section.hidden = !answered));
    if (TOO_LARGE_TO_DRAW.has(prediction.reason)) {
      this.#offerPicture();
    } else {
      this.#showPicture('image');
    }
    if (answered) {
      this.#showPicture('input');
      showReceipt(prediction);
      new ReplayView(this.#api, this.#frameId);
      new SamplesView(this.#api, this.#frameId).load();
    }
  }

  /** What the intake would not decode, a browser need not decode unasked either. */
  #offerPicture() {
    byId('picture-image').hidden = true;
    setText(byId('picture-image-note'), 'Not drawn by itself: to decode it may take more time or memory than this browser has.');
    const draw = byId('draw-anyway');
    draw.hidden = false;
    draw.addEventListener('click', () => {
      draw.hidden = true;
      setText(byId('picture-image-note'), 'fetching\u2026');
      this.#showPicture('image');
    });
  }

  #showPicture(which) {
    const canvas = byId(`picture-${which}`);
    new Pictures(this.#api).draw(canvas, this.#frameId, which, {
      after: (problem) => {
        canvas.hidden = problem !== null;
        setText(byId(`picture-${which}-note`), problem === null ? `${canvas.width} \u00d7 ${canvas.height} pixels` : absence(problem));
      },
    });
  }

  #failed(problem) {
    if (problem.status === 401) {
      this.#signIn.ask(problem);
      return;
    }
    setText(byId('answer'), problem.status === 404 ? 'No such frame' : 'It cannot be shown');
    byId('explanation').replaceChildren(kindly(problem));
  }
}

function absence({ status, message }) {
  switch (status) {
    case 404:
    case 410:
      return message.includes('cannot be') ? `There is nothing to show: ${message}.` : 'No longer kept: the topic\u2019s retention has passed.';
    case UNREADABLE:
      return 'This browser can make no picture of it either.';
    default:
      return `Not to be had now: ${message}.`;
  }
}

function kindly({ status, message }) {
  switch (status) {
    case 404:
      return 'The gateway knows of no frame with this id. Either it was never sent, or its prediction is older than what is remembered.';
    case 410:
      return 'The frame was here, but its record is older than what Kafka keeps.';
    case 403:
      return `You may not see this frame: ${message}.`;
    case 0:
      return 'The gateway could not be reached. Load the page again when it is back.';
    default:
      return `The gateway says: ${message}.`;
  }
}

theme(byId('theme'));
explainTerms();
const frameId = frameIdOf(location.pathname);
if (frameId === null) {
  setText(byId('answer'), 'No such frame');
} else {
  new FramePage(frameId).show();
}
