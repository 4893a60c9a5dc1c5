import { Problem } from '../common/api.js';
import { byId, element, setText } from '../common/element.js';
import { framePath } from '../common/paths.js';
import { answerInWords, confidenceTerm } from '../common/words.js';

const CAMERA = 'browser';
const MOST_ASKS = 120;

/** The box that sends an image and waits for its answer. */
export function upload(api) {
  const form = byId('try');
  const button = form.querySelector('button');
  const result = byId('result');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await send(api, form.querySelector('input').files[0], result);
    } catch (failure) {
      setText(result, failure instanceof Problem ? refusal(failure) : `It could not be sent: ${failure.message}.`);
    } finally {
      button.disabled = false;
    }
  });
}

async function send(api, file, result) {
  setText(result, 'Sending\u2026');
  const { frameId } = await api.publish(CAMERA, file);
  setText(result, 'Taken. The votes are being counted\u2026');
  for (let asked = 0; asked < MOST_ASKS; asked++) {
    const prediction = await api.prediction(frameId);
    if (prediction.outcome !== 'pending') {
      result.replaceChildren(sentence(prediction), ' ', element('a', { href: framePath(frameId) }, 'Look at it'));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, prediction.retryAfterMillis));
  }
  setText(result, 'No answer yet. It will appear among the latest predictions when there is one.');
}

function sentence(prediction) {
  const words = answerInWords(prediction);
  const confidence = prediction.outcome === 'certified' ? `, with confidence ${confidenceTerm(prediction.alpha)}` : '';
  const text = `${words}${confidence}.`;
  return text[0].toUpperCase() + text.slice(1);
}

function refusal({ status, message }) {
  switch (status) {
    case 0:
      return 'The gateway could not be reached. Send it again when the connection is back.';
    case 401:
    case 403:
      return `You may not send frames: ${message}.`;
    default:
      return `Not taken: ${message}.`;
  }
}
