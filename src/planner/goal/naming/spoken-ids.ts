import { numbersIn, TENS, UNITS } from "../numbers.ts";
import { type IdIndex, looseForm } from "./ids.ts";

/** A number above this is an id wherever one is so called. */
const AMOUNT_MAX = 10;

/** "req three twelve", "six ten one", "stream fifty three": ids as they are read aloud. */
export function joinSpoken(
  words: readonly string[],
  index: Pick<IdIndex, "exact" | "loose" | "numeric" | "titleWords">,
): readonly string[] {
  if (!words.some(isSpoken)) return words;
  const joined: string[] = [];
  for (let i = 0; i < words.length; ) {
    let end = i;
    while (isSpoken(words[end] ?? "") && !index.titleWords.has(words[end] ?? "")) end++;
    const id = end === i ? null : idOf(words.slice(i, end), joined.at(-1) ?? "", index);
    joined.push(id ?? words[i] ?? "");
    i = id === null ? i + 1 : end;
  }
  return joined;
}

function isSpoken(word: string): boolean {
  return word.split("-").every((part) => UNITS.includes(part) || TENS.includes(part));
}

function idOf(
  said: readonly string[],
  before: string,
  { exact, loose, numeric }: Pick<IdIndex, "exact" | "loose" | "numeric">,
): string | null {
  const numbers = numbersIn(said.flatMap((word) => word.split("-")));
  const [first = 0] = numbers;
  if (numbers.length === 1 && first <= AMOUNT_MAX) return null;
  const isId = (one: string): boolean =>
    exact.has(one) ||
    (one.length > 2 && (numeric.get(one) ?? null) !== null) ||
    loose.has(looseForm(`${before} ${one}`) ?? "");
  return [numbers.join("."), numbers.join("")].find(isId) ?? null;
}
