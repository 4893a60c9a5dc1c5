// A frame's answer for people who have not read the paper. Each sentence is true as it stands: radii only ever rounded down.

import { count, counted, roundedDown } from '../common/numbers.js';
import { confidence, meaning, words } from '../common/words.js';

const LEVELS = 255;
const CHANNELS = 3;

/** The answer as a heading. */
export function heading({ outcome, label, radius, reason }) {
  switch (outcome) {
    case 'certified':
      return `${label}, stable within ${roundedDown(radius, 3)}`;
    case 'predicted':
      return `${label}, without a radius`;
    case 'abstained':
      return `Abstained: ${words(reason)}`;
    case 'rejected':
      return `Rejected: ${words(reason)}`;
    default:
      return 'An answer that this page does not know';
  }
}

/** What the answer says, in paragraphs. */
export function explanation(prediction) {
  switch (prediction.outcome) {
    case 'certified':
      return [promise(prediction), scale(prediction), 'It may still be wrong: a certificate says that the answer is stable, not that it is right.'];
    case 'predicted':
      return [
        `Under noise, ${prediction.label} is the most frequent answer, with confidence ${confidence(prediction.alpha)}. `
          + 'The plan asked for a class only, so nothing is promised about changed pictures.',
      ];
    case 'abstained':
      return [meaning(prediction.reason), question(prediction), 'An abstention promises nothing: the frame has no answer.'].filter((text) => text !== '');
    case 'rejected':
      return [meaning(prediction.reason), `The gateway was told: ${prediction.message}`].filter((text) => text !== '');
    default:
      return [];
  }
}

/** What a sequential plan was asked, where it could not say yes. */
function question({ plan, targetRadius }) {
  return decidesRadius(plan, targetRadius)
    ? `The question was whether the answer is stable within ${targetRadius}; a smaller radius was not asked for.`
    : '';
}

function decidesRadius(plan, targetRadius) {
  return plan === 'sequential' && targetRadius > 0;
}

function promise({ label, radius, alpha }) {
  return `No change of the certified input whose total size (L2 norm, pixels from 0 to 1) is below ${roundedDown(radius, 3)} can change the `
    + `answer \u201c${label}\u201d. This holds with confidence ${confidence(alpha)}.`;
}

/** How large such a change is: spread over everything, or all in one place. */
function scale({ radius, receipt: { inputHeight, inputWidth } }) {
  const values = inputHeight * inputWidth * CHANNELS;
  const each = roundedDown((radius / Math.sqrt(values)) * LEVELS, 2);
  const spread = each > 0
    ? `any change that moves each of the ${count(values)} colour values by less than ${each} of ${LEVELS} steps is below it`
    : `moving all ${count(values)} colour values by even a hundredth of a step may exceed it`;
  const single = radius > 1
    ? 'one colour value of one pixel may change to anything'
    : `one colour value of one pixel may change by less than ${roundedDown(100 * radius, 0)}% of its range`;
  return `For scale: ${spread}; and if nothing else changes, ${single}.`;
}

/** What the votes are of: how many could be had at the most, and which samples they are. */
export function electorate({ plan, n0, n, samples, counts }) {
  const given = counts.reduce((sum, { votes }) => sum + votes, 0);
  const selection = n0 > 0 && samples <= n0;
  const estimation = plan === 'sequential' ? samples - n0 : n; // it asks for no more than it needs
  return { of: Math.max(1, selection ? n0 : estimation, given), selection };
}

/** The votes in a sentence. */
export function votesInWords(prediction) {
  const { of, selection } = electorate(prediction);
  const { outcome, plan, targetRadius, lowerBound, alpha, invalidSamples, counts } = prediction;
  const kind = selection ? 'selection samples' : 'samples';
  const leader = counts.length === 0
    ? `No class got a vote of ${count(of)} ${kind}.`
    : `${counts[0].label} got ${count(counts[0].votes)} of ${count(of)} ${kind}.`;
  const bound = lowerBound > 0
    ? ` With confidence ${confidence(alpha)} its share of all possible samples is at least ${roundedDown(lowerBound, 3)} (solid mark). `
      + (outcome === 'abstained' && decidesRadius(plan, targetRadius)
        ? `The dashed mark is one half; to be stable within ${targetRadius} takes more than that.`
        : 'Above one half (dashed mark) an answer can be certified, and the further above, the larger the radius.')
    : ' The dashed mark is one half.';
  const invalid = invalidSamples > 0 ? ` ${counted(invalidSamples, 'sample')} gave no class and counted against every one.` : '';
  return `${leader}${bound}${invalid}`;
}

/** Whether the label that came with the frame is the answer; empty without a label. */
export function groundTruthInWords({ groundTruth, class: answer, counts }) {
  if (groundTruth === null || groundTruth === undefined) {
    return '';
  }
  const name = counts.find((one) => one.class === groundTruth)?.label;
  const label = name === undefined ? `class ${groundTruth}` : `\u201c${name}\u201d`;
  return answer === null ? `It came with the label ${label}.` : `It came with the label ${label}: ${answer === groundTruth ? 'the same as the answer' : 'not the answer'}.`;
}
