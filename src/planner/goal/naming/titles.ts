import type { StreamFacts } from "../../../model/index.ts";
import { toldIn } from "../told.ts";
import { isMark } from "../hearing/tokens.ts";
import { titleWords } from "./title-words.ts";
import { FILLERS, RUN_VERBS } from "../vocabulary.ts";

/**
 * Streams whose whole title was said, after nothing but "please build" and the like: a title may
 * hold ids, negations and commands, and is still a name.
 */
export function findByTitle(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly StreamFacts[] {
  const said = words.filter((word) => !isMark(word));
  const last = said.at(-1);
  const lead = said.findIndex((word) => !FILLERS.has(word) && !RUN_VERBS.has(word));
  if (STATES.test(said.join(" "))) return [];
  return facts.filter((one) => {
    if (last === undefined || !one.title.toLowerCase().includes(last)) return false;
    const title = titleWords(one).filter((word) => !isMark(word));
    const before = said.length - title.length;
    if (title.length < 2 || before < 0 || (lead !== -1 && before > lead)) return false;
    const named = title.every((word, i) => word === said[before + i]);
    return named && (before === 0 || toldIn(words) === null);
  });
}

/** "I like …", "do I need …", "no …" name work and do not ask for it. */
const STATES =
  /^(?:no|i (?:like|love|did|have|had)|we (?:like|have|had|did)|do (?:i|we)|did|plan|open|thanks|thank you|\p{L}+ing) /u;

/**
 * Several whole titles said one after the other, "security & secrets and application deployment":
 * null unless there are two or more, no title stands for two streams, and nothing else is left
 * that could mean something.
 */
export function findTitles(
  words: readonly string[],
  facts: readonly StreamFacts[],
): readonly StreamFacts[] | null {
  const said = words.filter((word) => !isMark(word));
  const places = new Map<string, readonly number[]>();
  said.forEach((word, i) => {
    places.set(word, [...(places.get(word) ?? []), i]);
  });
  const found: { readonly one: StreamFacts; readonly at: number; readonly length: number }[] = [];
  for (const one of facts) {
    const title = titleWords(one).filter((word) => !isMark(word));
    if (title.length < 2) continue;
    const starts = places.get(title[0] ?? "") ?? [];
    const at = starts.find((start) => title.every((word, k) => said[start + k] === word));
    if (at !== undefined) found.push({ one, at, length: title.length });
  }
  const whole = found.filter(
    (a) => !found.some((b) => b.length > a.length && b.at <= a.at && a.at < b.at + b.length),
  );
  const taken = new Set(
    whole.flatMap(({ at, length }) => said.slice(at, at + length).map((_, k) => at + k)),
  );
  const overlap = taken.size < whole.reduce((sum, { length }) => sum + length, 0);
  const rest = said.filter((_, i) => !taken.has(i));
  const open = rest.includes("or") || rest.includes("either");
  const plain =
    !open && rest.every((word) => ADDING.has(word) || FILLERS.has(word) || RUN_VERBS.has(word));
  return whole.length > 1 && !overlap && plain ? whole.map(({ one }) => one) : null;
}

const ADDING = new Set(
  "and plus then also both together with first parallel as well along in addition after before".split(
    " ",
  ),
);
