import type { StreamFacts } from "../../../model/index.ts";
import { splitWords } from "../hearing/tokens.ts";

const KNOWN = new WeakMap<StreamFacts, readonly string[]>();

/** The words and marks of a title, taken apart once: every index and every clause asks for them. */
export function titleWords(facts: StreamFacts): readonly string[] {
  const known = KNOWN.get(facts);
  if (known !== undefined) return known;
  const words = splitWords(facts.title);
  KNOWN.set(facts, words);
  return words;
}
