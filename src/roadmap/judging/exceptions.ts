import { isSpace } from "../prose.ts";
import type { Reference, References } from "./references.ts";
import type { Span } from "../types.ts";

const EXCEPT = /\b(?:except(?:ing)?(?: for)?|excluding|excl\.|apart from|other than|but not)\s/i;

/** `2.1-2.4, except 2.3`, `all of Phase 1 (excluding 1.3), 2.1`: what is excepted, and where it stands. */
export function exceptionIn(text: string): (Span & { readonly words: string }) | null {
  const match = EXCEPT.exec(text);
  if (match === null) return null;
  const from = match.index + match[0].length;
  let start = match.index;
  while (start > 0 && (isSpace(text.charCodeAt(start - 1)) || ",(".includes(text[start - 1] ?? "")))
    start--;
  if (start === 0) return null;
  const opened = text.lastIndexOf("(", from);
  const inside = opened !== -1 && opened > text.lastIndexOf(")", from);
  const stop = text.slice(from).search(inside ? /\)/ : /[;)]/);
  const end = stop === -1 ? text.length : from + stop;
  const closes = inside && opened >= start && text[end] === ")";
  return { start, end: closes ? end + 1 : end, words: text.slice(from, end) };
}

/** A chapter that the work itself is in means, said with an exception, the others of it. */
export function without(
  { found, unknown }: References,
  others: readonly Reference[],
  self: number,
): References {
  const left = new Set(others.flatMap(({ streams }) => streams));
  const kept = found.flatMap((reference) => {
    const { group } = reference;
    const streams = reference.streams.filter(
      (each) => !left.has(each) && !(group && each === self),
    );
    return streams.length === 0 ? [] : [{ ...reference, streams }];
  });
  return { found: kept, unknown };
}
