// Outcomes and reasons as people say them. "Stable within", and never more than that.

import { roundedDown } from './numbers.js';

const MINUS = '\u2212';
const NARROW = '\u00a0';

const REASONS = {
  'not-confident': 'Under noise no class gets enough votes for the confidence that was asked for.',
  'no-valid-votes': 'Not one of the selection samples gave a class.',
  deadline: 'The votes did not all arrive in time: workers are too few, or away.',
  'model-replaced': 'Another model was deployed while votes were under way.',
  'unknown-plan': 'A later version accepted the frame, with a plan that this one does not know.',
  'not-an-image': 'What was sent does not begin as an image of its announced type does.',
  'unreadable-image': 'The image is cut off or damaged.',
  'unsupported-image': 'The image is of a kind about whose pixels decoders disagree.',
  'too-many-scans': 'The image has more scans than this deployment takes.',
  'too-much-work': 'Decoding the image would take longer than this deployment allows.',
  'empty-image': 'The image has no bytes.',
  'image-too-large': 'The image has more bytes than this deployment takes.',
  'too-many-pixels': 'The image has more pixels than this deployment takes.',
  'unsupported-content-type': 'The image is of a type that is not taken.',
  'frame-id-reused': 'An earlier frame with other content has the same id.',
  'cannot-certify': 'It asks for so few samples, or so large a radius, that even unanimous votes could not certify it.',
  'radius-out-of-range': 'It asks for a radius that is negative or infinite.',
};

/** "not-confident" as "not confident". */
export function words(name) {
  return (name ?? 'unknown').replaceAll(/[-_]/g, ' ').toLowerCase();
}

/** What a reason means, in a sentence; empty where there is none to add. */
export function meaning(reason) {
  return REASONS[reason] ?? '';
}

/** 1 - alpha, as a percentage: 99.9%; as it stands in formulas where that would read 100%. */
export function confidence(alpha) {
  const percent = Number((100 * (1 - alpha)).toPrecision(12));
  return percent < 100 ? `${percent}%` : confidenceTerm(alpha);
}

/** The same as it stands in formulas. */
export function confidenceTerm(alpha) {
  return `1${NARROW}${MINUS}${NARROW}${alpha}`;
}

/** A frame's outcome in a few words: "cat, stable within 0.312", "abstained: not confident". */
export function answerInWords({ outcome, reason, label, radius }) {
  switch (outcome) {
    case 'certified':
      return `${label}, stable within ${roundedDown(radius, 3)}`;
    case 'predicted':
      return `${label}, without a radius`;
    case 'abstained':
    case 'rejected':
      return `${outcome}: ${words(reason)}`;
    default:
      return 'an answer of a later version';
  }
}

/** Whether a frame got an answer, be it an abstention. */
export function isAnswer({ outcome }) {
  return outcome !== 'rejected';
}
