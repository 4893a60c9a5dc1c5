import { byId, setText } from '../common/element.js';

/** All that is needed to count the votes again, as it stands in the prediction. */
export function showReceipt({ frameId, receipt, source, modelDigest, backend, plan, sigma, alpha, n0, n, targetRadius }) {
  const text = JSON.stringify({ frameId, receipt, source: source ?? null, modelDigest, backend, plan, sigma, alpha, n0, n, targetRadius }, null, 2);
  setText(byId('receipt'), text);
  const copy = byId('copy');
  copy.hidden = navigator.clipboard === undefined; // a browser has one only where the connection is secure
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      setText(byId('copied'), 'Copied.');
    } catch {
      setText(byId('copied'), 'The browser does not let this page copy. Select the text instead.');
    }
  });
}
