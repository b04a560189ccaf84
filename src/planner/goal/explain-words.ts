import type { InterpretedGoal, StreamFacts } from "../../model/index.ts";
import { idOf } from "../words.ts";
import { hear } from "./hearing/hearing.ts";
import { findMentions } from "./naming/mentions.ts";
import { contentWords, likenessOf } from "./naming/names.ts";
import { isMark, splitWords } from "./hearing/tokens.ts";
import { COMMAND_HEADS, FILLERS, isCommonWord, QUESTION_WORDS, RUN_VERBS } from "./vocabulary.ts";

/** What one word of a sentence was taken for. */
export interface WordReading {
  readonly said: string;
  readonly as: string;
}

/** Which words of a goal matched what, in the order in which they were said. */
export function explainWords(
  found: InterpretedGoal,
  facts: readonly StreamFacts[],
): readonly WordReading[] {
  const typed = splitWords(found.goal);
  const { sentence, ids } = hear(found.goal, facts, { threshold: found.confidence });
  const { words, wanted, unwanted } = sentence;
  const rest = new Set(findMentions(wanted, ids).rest);
  const out = new Set(unwanted.flat());
  const kept = new Set(wanted);
  const readings: WordReading[] = [];
  words.forEach((word, i) => {
    if (isMark(word)) return;
    const said = typed.length === words.length ? (typed[i] ?? word) : word;
    const read = said === word ? "" : `"${word}": `;
    const left = out.has(word) && !kept.has(word);
    const as = left ? "to be left out" : wordAs(word, found, !rest.has(word) && kept.has(word));
    if (as !== null) readings.push({ said, as: `${read}${as}` });
  });
  return readings;
}

function wordAs(word: string, found: InterpretedGoal, isId: boolean): string | null {
  if (isId) return "an id, a range or a batch";
  const [best] = found.matched
    .flatMap(({ key, title }) =>
      contentWords(splitWords(title)).map((other) => ({
        key,
        other,
        likeness: Math.max(0, ...contentWords([word]).map((part) => likenessOf(part, other))),
      })),
    )
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness);
  if (best !== undefined && !FILLERS.has(word)) {
    return `"${best.other}" in the title of ${idOf(best.key)} (${Math.round(best.likeness * 100)} %)`;
  }
  if (COMMAND_HEADS.has(word)) return "a command";
  if (QUESTION_WORDS.has(word)) return "a question";
  if (RUN_VERBS.has(word)) return "carry out";
  if (FILLERS.has(word)) return null;
  return isCommonWord(word) ? "a common word" : "not understood";
}
