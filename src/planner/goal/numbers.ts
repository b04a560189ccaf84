/** Numbers as they are said, up to ninety nine. */

/** Each stands at its own value. */
export const UNITS: readonly string[] =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
/** From twenty on. */
export const TENS: readonly string[] =
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** "twenty five" is one number, "six ten" are two. `said`: words of `UNITS` and `TENS` alone. */
export function numbersIn(said: readonly string[]): readonly number[] {
  const numbers: number[] = [];
  let open = false;
  for (const word of said) {
    const tens = TENS.indexOf(word);
    const unit = UNITS.indexOf(word);
    if (open && unit > 0 && unit < 10) numbers.push((numbers.pop() ?? 0) + unit);
    else numbers.push(tens === -1 ? unit : 20 + 10 * tens);
    open = tens !== -1;
  }
  return numbers;
}
