import type { StreamFacts } from "../../model/index.ts";
import { matchNames, type NameIndex } from "./names.ts";
import { isMark } from "./sentence.ts";
import { FILLERS, RUN_VERBS, WORK_NOUNS } from "./vocabulary.ts";

const WHOLE = new Set(["all", "everything", "every", "both"]);
const ABOUT = new Set(["about", "related", "regarding", "concerning", "around", "touching"]);
const NOUNS = new Set(
  "work tasks streams items stories tickets stuff features ones phases".split(" "),
);
/** From here on a title holds the words. */
const HELD = 0.8;

export interface Group {
  readonly said: string;
  readonly streams: readonly StreamFacts[];
}

/** "everything about invoices", "all the invoice work"; null when it is no such sentence. */
export function readGroup(words: readonly string[], names: NameIndex): Group | null {
  const said = words.filter((word) => !isMark(word));
  const at = said.findIndex((word) => WHOLE.has(word));
  if (at === -1 || !said.slice(0, at).every(isCommon)) return null;
  const rest = said.slice(at + 1);
  const about = rest.findIndex((word) => ABOUT.has(word));
  const last = rest.at(-1) ?? "";
  const name = about === -1 ? rest.slice(0, -1) : rest.slice(about + 1);
  const framed = about === -1 ? NOUNS.has(last) : rest.slice(0, about).every(isCommon);
  const content = name.filter((word) => !FILLERS.has(word) && !WORK_NOUNS.has(word));
  if (!framed || content.length === 0) return null;
  const held = matchNames(content, names).ranked.filter(({ covered }) => covered >= HELD);
  return { said: content.join(" "), streams: held.map(({ facts }) => facts) };
}

function isCommon(word: string): boolean {
  return FILLERS.has(word) || RUN_VERBS.has(word) || WORK_NOUNS.has(word);
}
