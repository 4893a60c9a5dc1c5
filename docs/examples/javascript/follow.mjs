// Prints answers as they come, and goes on where it was after a break. Argument: the gateway.
import { setTimeout } from 'node:timers/promises';

const [gateway = 'http://127.0.0.1:8080'] = process.argv.slice(2);

/** Server-sent events from behind one, until the connection ends: fields by name. */
async function* events(lastId) {
  const response = await fetch(`${gateway}/v1/predictions/stream`, { headers: lastId ? { 'Last-Event-ID': lastId } : {} });
  if (!response.ok) {
    const problem = new Error(`${response.status}: ${(await response.json()).detail}`);
    problem.final = ![429, 503].includes(response.status);
    throw problem;
  }
  let text = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const complete = (text + piece).split('\n\n');
    text = complete.pop();
    for (const event of complete) {
      yield Object.fromEntries(event.split('\n').map(line => line.split(/: (.*)/)));
    }
  }
}

for (let lastId; ; await setTimeout(2000)) {
  try {
    for await (const { event, data, id } of events(lastId)) {
      if (event === 'prediction') {
        const answer = JSON.parse(data);
        console.log(answer.cameraId, answer.frameId, answer.outcome, answer.className);
      } else if (event === 'missed') {
        console.error('missed', data);
      }
      lastId = id ?? lastId;
    }
  } catch (broken) {
    if (broken.final) throw broken;
    console.error('broken off:', broken.message);
  }
}
