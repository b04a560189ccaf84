import type { InterpretedGoal, StreamFacts } from "../../model/index.ts";
import { listWords } from "../words.ts";
import { answerCommand, named, type Reading } from "./answer.ts";
import { matchNames, type NameIndex } from "./naming/names.ts";
import { STOP } from "./vocabulary.ts";

export function stopAction(streams: readonly StreamFacts[]): string {
  return `Stop the agents of ${listWords(streams.map(named))}.`;
}

/**
 * "stop the parser" stops it, unless the work itself is called so ("stop button"): a sentence that
 * begins with stopping starts nothing that its verb does not name. Null: it is no such sentence.
 */
export function stopByName(
  reading: Reading,
  words: readonly string[],
  names: NameIndex,
): InterpretedGoal | null {
  const [verb, ...object] = words;
  if (verb === undefined || object.length === 0 || !STOP.heads.has(verb)) return null;
  const { ranked, confidence } = matchNames(object, names);
  const [best] = ranked;
  if (best === undefined || confidence < reading.threshold) return null;
  const title = best.facts.title.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  if (title.includes(verb)) return null;
  return answerCommand(reading, "stop", stopAction([best.facts]), [best.facts]);
}
