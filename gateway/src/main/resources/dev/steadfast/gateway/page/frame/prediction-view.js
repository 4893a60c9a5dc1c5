import { bars } from '../charts/bars.js';
import { byId, element, moment, setAttribute, setText } from '../common/element.js';
import { count, durationUp, percent } from '../common/numbers.js';
import { cameraPath } from '../common/paths.js';
import { explained } from '../common/terms.js';
import { classOf } from '../common/words.js';
import { electorate, explanation, groundTruthInWords, heading, votesInWords } from './frame-words.js';

const HALF = { at: 0.5, className: 'half' };

/** What became of the frame: the answer in words, the votes, and how they were taken. */
export function showPrediction(prediction) {
  const { cameraId, completedAt, outcome } = prediction;
  setText(byId('answer'), heading(prediction));
  setAttribute(byId('answer'), 'data-outcome', outcome);
  byId('explanation').replaceChildren(...explanation(prediction).map((text) => element('p', {}, text)));
  byId('origin').replaceChildren(
    cameraId === null ? 'Of an unknown camera' : element('span', {}, 'Of camera ', element('a', { href: cameraPath(cameraId) }, cameraId)),
    ', ',
    moment(completedAt, new Date(completedAt).toLocaleString()),
  );
  if (outcome === 'rejected') {
    byId('details').replaceChildren(...details(rejection(prediction)));
    return;
  }
  setText(byId('ground-truth'), groundTruthInWords(prediction));
  setText(byId('votes-words'), votesInWords(prediction));
  byId('votes').replaceChildren(votes(prediction));
  byId('details').replaceChildren(...details(sampling(prediction)));
}

function votes(prediction) {
  const { counts, lowerBound } = prediction;
  const { of } = electorate(prediction);
  const rest = of - counts.reduce((sum, { votes: given }) => sum + given, 0);
  const bound = lowerBound > 0 ? [{ at: lowerBound, className: 'lower-bound' }] : [];
  const rows = counts.map((one, index) =>
    index === 0 ? row(classOf(one), one.votes, of, prediction.outcome, bound) : row(classOf(one), one.votes, of, 'other'));
  if (rest > 0) {
    rows.push(row('others, or none', rest, of, 'other'));
  }
  return bars(rows, of);
}

function row(name, given, of, className, marks = []) {
  return { name, value: given, text: `${count(given)} (${percent(given / of)})`, className, marks: [HALF, ...marks] };
}

function rejection({ source }) {
  return [['Record', `${source.topic}, partition ${source.partition}, offset ${source.offset}`]];
}

function sampling({ sigma, alpha, plan, n0, n, targetRadius, ladderStep, resumedFrom, samples, invalidSamples, modelName, modelDigest, backend, capturedAt, acceptedAt, latencyMillis }) {
  return [
    ['Noise', `sigma ${sigma} on the pixel scale 0 to 1`],
    ['Chance that the statement is false', `at most ${alpha}`],
    ['Plan', `${plan}${ladderStep > 0 ? ` (step ${ladderStep} of the ladder of cheaper plans, under pressure)` : ''}: ${targetRadius === null ? '' : `decides radius ${targetRadius}; `}${n0 > 0 ? `${count(n0)} samples to select, ` : ''}${targetRadius === null ? '' : 'at most '}${count(n)} to estimate`],
    ...(resumedFrom === null ? [] : [['Noise of', `${resumedFrom}, the same input by the same plan: these are the same votes`]]),
    ['Votes counted', `${count(samples)}, of them ${count(invalidSamples)} without a class`],
    ['Model', `${modelName}, digest ${modelDigest.slice(0, 12)}\u2026`],
    [['Backend, with its ', explained('probe', 'probe')], backend],
    ['Captured', new Date(capturedAt).toLocaleString()],
    ['Accepted', new Date(acceptedAt).toLocaleString()],
    ['Time to answer', durationUp(latencyMillis)],
  ];
}

function details(pairs) {
  return pairs.map(([term, text]) => element('div', {}, element('dt', {}, ...[term].flat()), element('dd', {}, text)));
}
