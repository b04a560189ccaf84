import type { StreamFacts } from "../../../model/index.ts";
import type { Descriptions } from "../naming/descriptions.ts";
import { FILLERS, NUMBER_WORDS, RUN_VERBS, WORK_NOUNS } from "../vocabulary.ts";

const UNIT = /^(hour|day|week)s?$/;
const WRITTEN = / (\d{1,3}) ?(h|hrs?|hours?|d|days?|w|weeks?|m|mins?|minutes?) /;
const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 28_800, w: 144_000 };

/** What the roadmap writes of how long work takes, "S (2-3 hours)", at most; a day has eight hours. */
export function writtenSeconds(marks: string): number | null {
  const [, amount, unit = ""] = WRITTEN.exec(marks) ?? [];
  return amount === undefined ? null : Number(amount) * (UNIT_SECONDS[unit.charAt(0)] ?? 0);
}

const LEAST = new Set("under within less below max most have only-if got about".split(" "));
/** All else that may be said of work by its time: "the two that are estimated at two days each". */
const AROUND = new Set(
  "that which takes take taking only estimated at long each no longer are is thing things one ones which job jobs".split(
    " ",
  ),
);

/**
 * "the four hour one", "the two that take 2-3 hours": the streams whose text names exactly that
 * time, where they are as many as were asked for. Null where the sentence is of another kind.
 */
export function readWrittenTime(
  words: readonly string[],
  ready: readonly StreamFacts[],
  descriptions: Descriptions,
): readonly StreamFacts[] | null {
  const at = words.findIndex((word) => UNIT.test(word));
  const said = words[at - 1];
  if (said === undefined || words.some((word) => LEAST.has(word))) return null;
  const number = said === "a" || said === "an" ? "1" : String(NUMBER_WORDS.get(said) ?? said);
  if (!/^\d{1,3}(?:-\d{1,3})?$/.test(number)) return null;
  const rest = words.filter((_, i) => i !== at && i !== at - 1);
  const [counted] = rest.flatMap((word) => (word === "one" ? [] : (NUMBER_WORDS.get(word) ?? [])));
  const named = rest.some((word) => WORK_NOUNS.has(word) || AROUND.has(word));
  const known = (word: string): boolean =>
    [AROUND, FILLERS, RUN_VERBS, WORK_NOUNS].some((some) => some.has(word)) ||
    NUMBER_WORDS.has(word);
  if (!named || !rest.every(known)) return null;
  const unit = UNIT.exec(words[at] ?? "")?.[1] ?? "";
  const written = new RegExp(`(?<!\\d )\\b${number.replace("-", " ")} ${unit}s?\\b`);
  const found = ready.filter(({ key }) => written.test(descriptions.get(key) ?? ""));
  return found.length === (counted ?? 1) ? found : null;
}
