// Words of this field, explained where they stand: by mouse, keyboard and finger, and to a screen reader.

import { element } from './element.js';

const TERMS = {
  'stable-within':
    'No change of the model\u2019s input whose total size (L2 norm, pixels from 0 to 1) is below this radius can change the answer. That '
    + 'holds with the confidence beside it. It does not say that the answer is right.',
  'lower-bound':
    'The answer is the class that the model names most often under noise. Only some samples are drawn, so the share of all possible ones '
    + 'is not known; with the confidence beside it, it is at least this. Above one half an answer can be certified, and the further above, '
    + 'the larger the radius.',
  'dead-letters':
    'Records that nobody could process, not even when tried again. Each says why, and where the record stands. Nothing waits for them: '
    + 'their frames got an abstention or a rejection.',
  redeliveries:
    'Tasks that a worker got which had been given to a worker before: that one was stopped, or took longer than worker.lock-duration. No '
    + 'vote counts twice. A few after a restart are usual; many mean that workers die or are too slow.',
  probe:
    'A fingerprint of what this bundle computes on this machine, from a few inputs that are always the same. Backends with the same probe '
    + 'gave the same votes on them; another probe explains why a replay may differ a little.',
};

let explanations = 0;

/**
 * A word that opens its explanation.
 * @param {string} name of the term
 * @param {string} text as it stands in the sentence
 */
export function explained(name, text) {
  explanations += 1;
  const id = `term-${explanations}`;
  return element(
    'span',
    { class: 'explained' },
    element('button', { type: 'button', class: 'term', popovertarget: id }, text),
    element('span', { id, class: 'explanation', popover: 'auto', role: 'note' }, TERMS[name]),
  );
}

/** Makes words of all elements that are marked with the name of a term: `<span data-term="redeliveries">Redeliveries</span>`. */
export function explainTerms() {
  document.querySelectorAll('[data-term]').forEach((marked) => {
    marked.replaceWith(explained(marked.dataset.term, marked.textContent));
  });
}
