import type { StreamFacts } from "../../../model/index.ts";
import { findId, type IdIndex } from "./ids.ts";
import { GROUP_NOUNS, NUMBER_WORDS } from "../vocabulary.ts";

/** What some words of a sentence name. */
export interface Found {
  readonly streams: readonly StreamFacts[];
  readonly unknown: readonly string[];
  readonly length: number;
  readonly group?: boolean;
}

/** Between two ids these make them the ends of a range. */
export const RANGES = new Set(["to", "through", "thru", "until", "till", "til", "upto"]);

/** `1.2-1.4`, `1.2 to 1.4`, `1.2..1.4`, `REQ-275-278`, `REQ-275 to 278`. */
export function rangeAt(words: readonly string[], i: number, index: IdIndex): Found | null {
  const word = words[i] ?? "";
  const between = words[i + 1] ?? "";
  const spoken = RANGES.has(between) || between === "-" || /^\.\.+$/.test(between);
  const after = words[i + 2] ?? "";
  if (spoken && /\d/.test(after)) {
    const streams = streamsBetween(word, after, index);
    if (streams !== null) return { streams, unknown: [], length: 3, group: true };
  }
  if (index.exact.has(word)) return null;
  const joined = /^(.*\d)-(.*\d)$/.exec(word);
  if (joined === null) return null;
  const streams = streamsBetween(joined[1] ?? "", joined[2] ?? "", index);
  return streams === null ? null : { streams, unknown: [], length: 1, group: true };
}

/** Both ends must exist, in any order; a second end without letters takes those of the first. */
export function streamsBetween(
  from: string,
  to: string,
  index: IdIndex,
): readonly StreamFacts[] | null {
  const letters = /^(.*?)[\d.]+$/.exec(from)?.[1] ?? "";
  const first = findId(from, index);
  // "10.18 to 20"
  const family = from.slice(0, from.lastIndexOf(".") + 1);
  const last = findId(to, index) ?? findId(letters + to, index) ?? findId(family + to, index);
  if (first === null || last === null || first.target !== last.target) return null;
  const low = numbersOf(first.id);
  const high = numbersOf(last.id);
  if (low.stem !== high.stem || low.numbers.length !== high.numbers.length) return null;
  if (compareNumbers(low.numbers, high.numbers) > 0)
    return streamsBetween(last.id.toLowerCase(), first.id.toLowerCase(), index);
  return index.facts.filter((facts) => {
    const { stem, numbers } = numbersOf(facts.id);
    return (
      facts.target === first.target &&
      stem === low.stem &&
      numbers.length === low.numbers.length &&
      compareNumbers(low.numbers, numbers) <= 0 &&
      compareNumbers(numbers, high.numbers) <= 0
    );
  });
}

function numbersOf(id: string): { readonly stem: string; readonly numbers: readonly number[] } {
  const parts = /^(.*?)(\d+(?:\.\d+)*)$/.exec(id.toLowerCase());
  if (parts === null) return { stem: id.toLowerCase(), numbers: [] };
  return { stem: parts[1] ?? "", numbers: (parts[2] ?? "").split(".").map(Number) };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** "batch 2", "phase 1": the streams whose batch has that number, else whose ids begin with it. */
export function groupOf(noun: string, said: string, index: IdIndex): Found | null {
  const number = String(NUMBER_WORDS.get(said) ?? said);
  if (!GROUP_NOUNS.has(noun) || !/^\d+(?:\.\d+)*$/.test(number)) return null;
  const numberIn = (batch: string): string | undefined => /\d+(?:\.\d+)*/.exec(batch)?.[0];
  const batched = index.facts.filter(({ batch }) => numberIn(batch ?? "") === number);
  const numbered = index.facts.filter((facts) => facts.id.startsWith(`${number}.`));
  const byNoun = noun.startsWith("phase") ? [numbered, batched] : [batched, numbered];
  const streams = byNoun.find((group) => group.length > 0);
  return streams === undefined ? null : { streams, unknown: [], length: 1, group: true };
}
