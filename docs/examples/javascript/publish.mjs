// Publishes an image, waits for its answer, and prints it. Arguments: the image, the gateway.
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const [image = 'docs/examples/ship.png', gateway = 'http://127.0.0.1:8080'] = process.argv.slice(2);

async function call(path, options) {
  const response = await fetch(gateway + path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${answer.detail}`);
  return answer;
}

let answer = await call('/v1/cameras/javascript/frames',
  { method: 'POST', headers: { Prefer: 'wait=60' }, body: await readFile(image) });
while ((answer.outcome ?? 'pending') === 'pending') { // it takes longer than the request may
  await setTimeout(1000);
  answer = await call(`/v1/predictions/${answer.frameId}`);
}
console.log(answer.outcome === 'certified'
  ? `${answer.className}, stable within ${(Math.floor(answer.radius * 1000) / 1000).toFixed(3)}`
  : `${answer.outcome}: ${answer.reason}`);
