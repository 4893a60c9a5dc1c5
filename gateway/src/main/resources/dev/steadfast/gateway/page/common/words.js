// Outcomes and reasons as people say them. "Stable within", and never more than that.

import { count, roundedDown } from './numbers.js';

const LEVELS = 255;
const CHANNELS = 3;
const MINUS = '\u2212';
const NARROW = '\u00a0';

const REASONS = {
  'not-confident': 'Under noise no class gets enough votes for the confidence that was asked for.',
  'no-valid-votes': 'Not one of the selection samples gave a class.',
  deadline: 'The votes did not all arrive in time: workers are too few, or away.',
  overloaded: 'More frames came than the workers can vote on: its turn would have come too late, so that no sample was spent on it.',
  'over-budget': 'Its camera had spent its budget of samples, and it could not wait for more: no sample was spent on it.',
  'model-replaced': 'Another model was deployed while votes were under way.',
  'unknown-plan': 'The frame has a plan that this version does not know.',
  'not-avro': 'The record is not in Confluent\u2019s wire format, or not valid Avro.',
  'unknown-schema': 'The record names a schema id that the registry does not have.',
  'wrong-record': 'The record is of another kind, or of a version that cannot be read as a frame.',
  'invalid-frame-id': 'The frame\u2019s id is not 1 to 128 printable ASCII characters without spaces.',
  'invalid-camera-id': 'The camera\u2019s name is not 1 to 128 of A-Z a-z 0-9 . _ -',
  'invalid-label': 'The truth that came with the frame is not the index of one of the model\u2019s classes.',
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
  'answer-lost': 'It was taken, and its answer was lost between the topology and Kafka.',
  'sigma-out-of-range': 'It asks for noise that the bundle was not made for.',
  'alpha-out-of-range': 'It asks for an alpha that is not between 0 and 1.',
  'samples-out-of-range': 'It asks for no samples, or for more than this deployment spends on a frame.',
  'cannot-certify': 'It asks for so few samples, or so large a radius, that even unanimous votes could not certify it.',
  'radius-out-of-range': 'It asks for a radius that is negative or infinite.',
  'max-age-out-of-range': 'It asks to be answered at an age that is not from 1 millisecond to 6 hours.',
  'too-old': 'It was older, when it was read, than it may be when it is answered.',
  overloaded: 'Its camera sends more frames than the workers can vote on: a part of them is left out, evenly, before they are decoded.',
  'over-budget': 'Its camera sends more frames than its budget of samples is enough for: a part of them is left out, evenly, before they are decoded.',
};

const OWN_SERIALIZER = 'Write frames with Confluent\u2019s Avro serializer and the contract Frame, or send images to the gateway over HTTP.';
const ENCODE_ANEW = 'Have the camera, or what publishes its frames, encode the picture anew as an ordinary JPEG or PNG.';
const SMALLER = 'Send smaller pictures: they are scaled to the model\u2019s input anyway.';

/** What to do about a rejection. */
const REMEDIES = {
  'not-avro': OWN_SERIALIZER,
  'unknown-schema': 'Point what publishes the frames to the same schema registry as this deployment.',
  'wrong-record': OWN_SERIALIZER,
  'invalid-frame-id': 'Give frames ids of that kind, or leave them out where frames are sent over HTTP.',
  'invalid-camera-id': 'Rename the camera where its frames are published.',
  'invalid-label': 'Send the index of a class of this model, from 0, or no truth at all.',
  'not-an-image': 'Look at what the camera sends: often it is a page with an error or a login. Send PNG, JPEG, or raw pixels with their type.',
  'unreadable-image': 'The message says where it breaks off. Look after the connection to the camera, and send the whole file.',
  'unsupported-image': ENCODE_ANEW,
  'too-many-scans': `${ENCODE_ANEW} Not a progressive one; or raise intake.max-scans.`,
  'too-much-work': `${SMALLER} Or raise intake.max-decoding-work, intake.max-decoding-memory or intake.decoding-time, whichever the message names.`,
  'empty-image': 'Look at why the camera sends nothing.',
  'image-too-large': `${SMALLER} Or raise intake.max-image-bytes, and gateway.max-image-bytes with it.`,
  'too-many-pixels': `${SMALLER} Or raise intake.max-pixels.`,
  'unsupported-content-type': 'Send image/png or image/jpeg, or application/vnd.steadfast.rgb8 with width and height.',
  'answer-lost': 'Send the picture again, under another id.',
  'frame-id-reused': 'Give each frame an id of its own. To ask again about the same picture, send the same bytes.',
  'sigma-out-of-range': 'Ask for a sigma within the bundle\u2019s range, or for none.',
  'alpha-out-of-range': 'Ask for an alpha such as 0.001, or for none.',
  'samples-out-of-range': 'Ask for fewer samples, or raise certification.max-samples.',
  'unknown-plan': 'Ask for a plan that this version knows: fixed, predict or sequential.',
  'cannot-certify': 'Ask for more samples, a smaller radius or a larger alpha: \u201csteadfast certificate\u201d tells what is enough.',
  'radius-out-of-range': 'Ask for a radius above 0.',
  'max-age-out-of-range': 'Ask for a greatest age from 1 millisecond to 6 hours, or for none.',
  'too-old': 'Allow a greater age (max-age), or set the camera\'s clock right.',
  overloaded: 'Send fewer frames, ask for fewer samples, or add workers.',
  'over-budget': 'Send fewer frames, ask for fewer samples, or raise the camera\u2019s budget (certification.camera-budget, or budget of its route).',
};

/** "not-confident" as "not confident". */
export function words(name) {
  return (name ?? 'unknown').replaceAll(/[-_]/g, ' ').toLowerCase();
}

/** What a reason means, in a sentence; empty where there is none to add. */
export function meaning(reason) {
  return REASONS[reason] ?? '';
}

/** What to do about a rejection for this reason, in a sentence or two; empty where nothing is known. */
export function remedy(reason) {
  return REMEDIES[reason] ?? '';
}

/** The name of an answer, of a class that got votes, or of a sample's vote; null if it has none. Earlier gateways call it "label". */
export function classOf({ className, label }) {
  return className ?? label ?? null;
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
export function answerInWords(prediction) {
  const { outcome, reason, radius } = prediction;
  switch (outcome) {
    case 'certified':
      return `${classOf(prediction)}, stable within ${roundedDown(radius, 3)}`;
    case 'predicted':
      return `${classOf(prediction)}, without a radius`;
    case 'abstained':
    case 'rejected':
      return `${outcome}: ${words(reason)}`;
    default:
      return 'an answer of a later version';
  }
}

/**
 * How large a change below the radius may be if it is spread over everything: "each of 3,072 values by less than 2.09 of 255 steps". Rounded
 * down; empty where that leaves less than a hundredth of a step.
 */
export function spreadInWords({ radius, receipt: { inputHeight, inputWidth } }) {
  const values = colourValues(inputHeight, inputWidth);
  const each = roundedDown((radius / Math.sqrt(values)) * LEVELS, 2);
  return each > 0 ? `each of ${count(values)} values by less than ${each} of ${LEVELS} steps` : '';
}

/** How many numbers a certified input is. */
export function colourValues(height, width) {
  return height * width * CHANNELS;
}

/** Whether a frame got an answer, be it an abstention. */
export function isAnswer({ outcome }) {
  return outcome !== 'rejected';
}
