// A frame's answer for people who have not read the paper. Each sentence is true as it stands: radii only ever rounded down.

import { count, counted, roundedDown } from '../common/numbers.js';
import { answerInWords, classOf, colourValues, confidence, meaning, remedy, spreadInWords } from '../common/words.js';

/** The answer as a heading. */
export function heading(prediction) {
  const answer = answerInWords(prediction);
  const beginsWithAClass = ['certified', 'predicted'].includes(prediction.outcome);
  return beginsWithAClass ? answer : answer[0].toUpperCase() + answer.slice(1);
}

/** What the answer says, in paragraphs. */
export function explanation(prediction) {
  switch (prediction.outcome) {
    case 'certified':
      return [promise(prediction), scale(prediction), 'It may still be wrong: a certificate says that the answer is stable, not that it is right.'];
    case 'predicted':
      return [
        `Under noise, ${classOf(prediction)} is the most frequent answer, with confidence ${confidence(prediction.alpha)}. `
          + 'The plan asked for a class only, so nothing is promised about changed pictures.',
      ];
    case 'abstained':
      return [meaning(prediction.reason), question(prediction), 'An abstention promises nothing: the frame has no answer.'].filter((text) => text !== '');
    case 'rejected':
      return rejection(prediction).filter((text) => text !== '');
    default:
      return [];
  }
}

function rejection({ reason, message }) {
  const advice = remedy(reason);
  return [meaning(reason), `In detail: ${message}`, advice === '' ? '' : `What to do: ${advice}`];
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

function promise(prediction) {
  const { radius, alpha } = prediction;
  return `No change of the certified input whose total size (L2 norm, pixels from 0 to 1) is below ${roundedDown(radius, 3)} can change the `
    + `answer \u201c${classOf(prediction)}\u201d. This holds with confidence ${confidence(alpha)}.`;
}

/** How large such a change is: spread over everything, or all in one place. */
function scale(prediction) {
  const { radius, receipt: { inputHeight, inputWidth } } = prediction;
  const each = spreadInWords(prediction);
  const spread = each === ''
    ? `moving all ${count(colourValues(inputHeight, inputWidth))} colour values by even a hundredth of a step may exceed it`
    : `any change that moves ${each} is below it (a value is one colour of one pixel)`;
  const single = radius > 1
    ? 'one of them may change to anything'
    : `one of them may change by less than ${roundedDown(100 * radius, 0)}% of its range`;
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
    : `${classOf(counts[0])} got ${count(counts[0].votes)} of ${count(of)} ${kind}.`;
  const bound = lowerBound > 0
    ? ` With confidence ${confidence(alpha)} its share of all possible samples is at least ${roundedDown(lowerBound, 3)} (solid mark). `
      + (outcome === 'abstained' && decidesRadius(plan, targetRadius)
        ? `The dashed mark is one half; to be stable within ${targetRadius} takes more than that.`
        : 'Above one half (dashed mark) an answer can be certified, and the further above, the larger the radius.')
    : ' The dashed mark is one half.';
  const invalid = invalidSamples > 0 ? ` ${counted(invalidSamples, 'sample')} gave no class and counted against every one.` : '';
  return `${leader}${bound}${invalid}`;
}

/** Whether the truth that came with the frame is the answer; empty where none came. */
export function groundTruthInWords({ groundTruth, class: answer, counts }) {
  if (groundTruth === null || groundTruth === undefined) {
    return '';
  }
  const known = counts.find((one) => one.class === groundTruth);
  const truth = known === undefined ? `class ${groundTruth}` : `\u201c${classOf(known)}\u201d`;
  return answer === null ? `It came with the truth: ${truth}.` : `It came with the truth, ${truth}: ${answer === groundTruth ? 'the same as the answer' : 'not the answer'}.`;
}
