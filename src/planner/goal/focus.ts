import { isMark } from "./tokens.ts";
import { FILLERS, FOREIGN_VERBS, QUESTION_WORDS, RUN_VERBS } from "./vocabulary.ts";

/** What a part of a sentence is about. */
export type Sense = "work" | "command" | null;

/** A part between two marks, with the mark before it. */
interface Clause {
  readonly words: readonly string[];
  readonly joint: string;
}

const BREAKS = new Set([",", ";", ".", "!", "?", "-", "but", "so"]);

/** A part with one of these changes what is asked for: it is never left unread. */
const CHANGES = new Set(
  "unless until if when whenever once provided assuming kidding joking dry dry-run simulate simulated pretend hypothetically example except without not don't never no nothing only but system instructions root sudo ignore override".split(
    " ",
  ),
);
/** These do so unless they are part of a story: "the demo is tomorrow". */
const CHANGES_ALONE = new Set(
  "tomorrow later maybe perhaps wait hold cancel forget skip stop pause instead monday tuesday wednesday thursday friday saturday sunday".split(
    " ",
  ),
);
const TELLS =
  /^(?:i|we|they|he|she|it|you|who|that|which|is|are|was|were|has|have|had|keeps?|wants?|asked|asks|said|says|talk(?:ed|s|ing)|went|got|did|does|told|thinks?|likes?|hates?|calls?|called|complain\p{L}*|promised|been|being|it's|that's|he's|she's|there's|we're|they're|i'm|i've|we've|my|our|his|her|their|everybody|everyone|nobody|somebody)$/u;

/**
 * What a longer speech asks for: where one part plainly asks for work, the parts that only tell a
 * story are left unread. All of the words where it is not plain.
 */
export function focusOn(
  words: readonly string[],
  senseOf: (words: readonly string[]) => Sense,
): readonly string[] {
  const clauses = splitAtMarks(words);
  if (clauses.length < 2) return words;
  const senses = clauses.map(({ words: said }) => senseOf(said));
  const asking = clauses.map(({ words: said }, i) => senses[i] !== null && asks(said));
  const pointed = pointBack(clauses, senses);
  if (pointed !== null) return pointed;
  if (!asking.includes(true)) return words;
  const kept: string[] = [];
  for (const [i, clause] of clauses.entries()) {
    const told = clause.words.some((word) => TELLS.test(word));
    const keeps =
      asking[i] === true ||
      clause.words.some((word) => CHANGES.has(word)) ||
      (!told && clause.words.some((word) => CHANGES_ALONE.has(word))) ||
      (!told && FOREIGN_VERBS.has(leadOf(clause.words) ?? "")) ||
      (senses[i] !== null && (!told || senses[i] === "command"));
    if (!keeps) continue;
    if (kept.length > 0 || BREAKS.has(clause.joint)) kept.push(clause.joint);
    kept.push(...clause.words);
  }
  while (isMark(kept[0] ?? "")) kept.shift();
  return kept.length > 0 ? kept.filter((word) => word !== "") : words;
}

/** "REQ-103 is approved, start it": what the last part points back to; null when it does not. */
function pointBack(clauses: readonly Clause[], senses: readonly Sense[]): readonly string[] | null {
  const last = clauses.at(-1)?.words ?? [];
  const points = last.some((word) => POINTERS.has(word)) && asks(last);
  const bare = last.every(
    (word) => POINTERS.has(word) || FILLERS.has(word) || RUN_VERBS.has(word) || isMark(word),
  );
  if (!points || !bare) return null;
  const at = senses.findLastIndex((sense, i) => sense === "work" && i < clauses.length - 1);
  const before = clauses[at]?.words;
  const between = clauses.slice(0, -1).flatMap(({ words }) => words);
  if (before === undefined || between.some((word) => CHANGES.has(word))) return null;
  const ids = before.filter((word) => /\d/.test(word));
  const named = before.filter((word) => !QUESTION_WORDS.has(word) && !TELLS.test(word));
  return [
    "do",
    ...(ids.length > 0 ? ids.flatMap((id, i) => (i === 0 ? [id] : ["and", id])) : named),
  ];
}

const POINTERS = new Set("it that this them these those one".split(" "));

function splitAtMarks(words: readonly string[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let joint = "";
  let said: string[] = [];
  const close = (next: string): void => {
    if (said.length > 0) clauses.push({ words: said, joint });
    joint = next;
    said = [];
  };
  for (const word of words) {
    if (BREAKS.has(word) || /^\.\.+$/.test(word)) close(word);
    else said.push(word);
  }
  close("");
  return clauses;
}

function leadOf(words: readonly string[]): string | undefined {
  return words.find((word) => !FILLERS.has(word) && !isMark(word));
}

/** An imperative, or a wish that the phrases have made one. */
function asks(words: readonly string[]): boolean {
  const verb = words.find((word) => !isMark(word) && (RUN_VERBS.has(word) || !FILLERS.has(word)));
  return words.includes("please") || RUN_VERBS.has(verb ?? "");
}
