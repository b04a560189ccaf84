import type { StreamFacts } from "../../../model/index.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { alternativesOf } from "./synonyms.ts";
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

/**
 * What somebody is to be let do, "let admins export the audit log", where nothing that is written
 * about the work speaks of it: it may be about the same thing, and is other work. Null where none is.
 */
export function anotherDeed(
  words: readonly string[],
  { title, batch, files }: StreamFacts,
  description: string,
): string | null {
  const deed = deedIn(words);
  if (deed === null || isEmpty(deed)) return null;
  const text = ` ${[title, description, batch ?? "", ...files].join(" ").toLowerCase()}`;
  const forms = [deed, ...alternativesOf(deed)].map((form) => ` ${stem(form)}`);
  return forms.some((form) => text.includes(form)) ? null : deed;
}

/** "let all customers VERB the …", "make it possible for us to VERB", "be able to VERB". */
function deedIn(words: readonly string[]): string | null {
  const able = words.findIndex((word) => word === "possible" || word === "able");
  const to = able === -1 ? -1 : words.indexOf("to", able);
  if (to !== -1) return words[to + 1] ?? null;
  const lets = words.findIndex((word, at) => LETS.has(word) && isFirst(words, at));
  if (lets === -1) return null;
  const said = words.slice(lets + 1);
  const allowed = said.indexOf("to");
  if (allowed !== -1 && words[lets] !== "let") return said[allowed + 1] ?? null;
  const object = said.findIndex((word, at) => at >= 2 && OBJECTS.has(word));
  if (object !== -1) return said[object - 1] ?? null;
  const who = said.findIndex((word) => /\p{L}{2}s$/u.test(word) || EVERYBODY.has(word));
  return who === -1 ? null : (said[who + 1] ?? null);
}

function isFirst(words: readonly string[], at: number): boolean {
  const before = words.slice(0, at).findLast((word) => word !== "please");
  return before === undefined || isMark(before) || before === "and" || before === "to";
}

const LETS = new Set(["let", "allow", "enable", "permit", "help"]);
const OBJECTS = new Set(
  "the a an their its his her our my your all any every each this that".split(" "),
);
const EVERYBODY = new Set(
  "people everybody everyone anybody anyone somebody someone staff".split(" "),
);

/** The same word, maybe in another form. */
const SAME = 0.9;

function isEmpty(word: string): boolean {
  const plain = [FILLERS, RUN_VERBS, ASIDES, MANNER, NUMBER_WORDS, WORK_NOUNS];
  return isMark(word) || /^\d/.test(word) || plain.some((one) => one.has(word));
}
