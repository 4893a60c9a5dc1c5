/** Answers of a window. */
export function answers({ certified, predicted, abstained }) {
  return certified + predicted + abstained;
}
