import { roundedDown, words } from './numbers.js';

const CAMERA = 'browser';
const MOST_ASKS = 120;

/** Sends the chosen image and waits for its answer. */
export function upload(form, result) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      await send(form.querySelector('input').files[0], (text) => (result.textContent = text));
    } catch {
      result.textContent = 'The gateway could not be reached. Send it again when the connection is back.';
    } finally {
      button.disabled = false;
    }
  });
}

async function send(file, tell) {
  tell('Sending\u2026');
  const response = await fetch(`/v1/cameras/${CAMERA}/frames`, { method: 'POST', body: file });
  const answer = await response.json();
  if (response.status !== 202) {
    tell(`Not taken: ${answer.detail}.`);
    return;
  }
  tell('Taken. The votes are being counted\u2026');
  for (let asked = 0; asked < MOST_ASKS; asked++) {
    const prediction = await fetch(answer.prediction);
    if (prediction.status === 200) {
      tell(sentence(await prediction.json()));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(prediction.headers.get('Retry-After') ?? 1)));
  }
  tell('No answer yet. It will appear below when there is one.');
}

function sentence({ outcome, reason, message, label, radius, alpha }) {
  switch (outcome) {
    case 'certified':
      return `${label}: stable within ${roundedDown(radius, 3)}, with confidence 1 \u2212 ${alpha}.`;
    case 'predicted':
      return `${label}, without a radius.`;
    case 'abstained':
      return `Abstained: ${words(reason)}.`;
    default:
      return `Rejected, ${words(reason)}: ${message}`;
  }
}
