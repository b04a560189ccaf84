import type { StreamFacts } from "../../../model/index.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { ASIDES, FILLERS, MANNER, NUMBER_WORDS, RUN_VERBS, WORK_NOUNS } from "../vocabulary.ts";
import { contentWords, isModifier, likenessOf } from "./names.ts";
import { stem } from "./stem.ts";

/**
 * The word that makes another thing of what a title names: no "film discovery agent" is the "Music
 * Discovery Agent". It stands where the title has a word that nobody said, and nothing that is
 * written about the work has it. Null where there is none.
 */
export function anotherKind(
  words: readonly string[],
  { title, batch, files }: StreamFacts,
  description: string,
): string | null {
  const own = splitWords(title).flatMap((word) => (isEmpty(word) ? word : contentWords([word])));
  const like = (word: string, other: string): number =>
    Math.max(0, ...contentWords([word]).map((part) => likenessOf(part, other)));
  const unsaid = (word: string): boolean =>
    !isMark(word) && !FILLERS.has(word) && !words.some((one) => like(one, word) > 0);
  const text = ` ${[description, batch ?? "", ...files].join(" ").toLowerCase()}`;
  const found = words.find((word, at) => {
    const head = words[at + 1] ?? "";
    const place = own.findIndex((one) => like(head, one) >= SAME);
    return (
      place > 0 &&
      unsaid(own[place - 1] ?? "") &&
      (isModifier(words, at) || !isEmpty(word)) &&
      !own.some((one) => like(word, one) > 0) &&
      !text.includes(` ${stem(word)}`)
    );
  });
  return found ?? null;
}

/** The same word, maybe in another form. */
const SAME = 0.9;

function isEmpty(word: string): boolean {
  const plain = [FILLERS, RUN_VERBS, ASIDES, MANNER, NUMBER_WORDS, WORK_NOUNS];
  return isMark(word) || /^\d/.test(word) || plain.some((one) => one.has(word));
}
