import type { InterpretedGoal, StreamKey } from "../../../model/index.ts";
import { listWords } from "../../words.ts";
import { named, type Reading } from "../answer.ts";
import type { NameIndex } from "../naming/names.ts";
import { findTitlePhrases, type TitlePhrase } from "../naming/phrases-of-titles.ts";
import { isMark, splitWords } from "../hearing/tokens.ts";
import { runStreams } from "../running.ts";
import {
  ASIDES,
  FILLERS,
  FOREIGN_VERBS,
  isCommonWord,
  POINTERS,
  RUN_VERBS,
  TELLING,
} from "../vocabulary.ts";

const SURE_OF_PHRASE = 0.72;

/** Whoever says one of these may mean the contrary, or something that is over. */
const TURNS_IT = new Set(
  "no not never nobody none nothing without cannot can't don't won't isn't or either done finished complete completed already shipped merged off out fixed solved whether why only".split(
    " ",
  ),
);
const KIND = new Set("critical urgent important blockers startable following unclaimed".split(" "));
const GO_AHEAD = new Set("yes yep guess side now today asap immediately tonight".split(" "));
const LEADS_IN = new Set("just please then now so and let's but simply first".split(" "));
const CLOSING = new Set("start begin do run build implement finish create make write".split(" "));
/** A name goes on before these, and ends after these. */
const VAGUE = new Set(
  "one ones thing things stuff bit piece part bits task item ticket story stream job work phase feature project effort file files thingy system support functionality area topic module component".split(
    " ",
  ),
);
const ENDS = new Set(
  "for with via of in into to on from by at through using as about before after and where which who because so how when while during between over under that the a our is are has".split(
    " ",
  ),
);

/**
 * "the docker compose file, do that one": amid other words a phrase stands for itself that is most
 * of one title, where it is what a clause asks to be done, or what the last clause points back to.
 * Null where anything said may turn it into something else.
 */
export function runByPhrase(
  reading: Reading,
  words: readonly string[],
  out: ReadonlySet<StreamKey>,
  names: NameIndex,
): InterpretedGoal | null {
  const found = findTitlePhrases(words, names).filter(({ facts }) => !out.has(facts.key));
  const inside = (at: number): boolean => found.some(({ from, to }) => at >= from && at <= to);
  const turned = words.some(
    (word, at) => !inside(at) && (TURNS_IT.has(word) || FOREIGN_VERBS.has(word)),
  );
  const whole = found.every((phrase) => isWhole(words, phrase));
  if (found.length === 0 || turned || !whole) return null;
  const asked = found.every((phrase) => isAskedFor(words, phrase, found));
  if (!asked || found.some((phrase) => isBentAfter(words, phrase))) return null;
  const streams = found.map(({ facts }) => facts);
  if (streams.some(({ status }) => status === "blocked")) return null;
  const why = `The words fit ${listWords(streams.map(named))}.`;
  return runStreams(reading, streams, SURE_OF_PHRASE, why);
}

/** No word beside it makes it the name of something else: "api documentation search". */
function isWhole(words: readonly string[], { from, to }: TitlePhrase): boolean {
  const before = words[from - 1] ?? "the";
  let end = to + 1;
  while (VAGUE.has(words[end] ?? "")) end++;
  const after = words[end] ?? "of";
  const plain = (word: string): boolean => isMark(word) || isCommonWord(word) || ENDS.has(word);
  return plain(before) && plain(after);
}

/** "to the bottom", "who": it goes on with something else than why or for whom. */
function isBentAfter(words: readonly string[], { to }: TitlePhrase): boolean {
  const end = words.findIndex((word, i) => i > to && isMark(word));
  const rest = words.slice(to + 1, end === -1 ? undefined : end).filter((word) => !VAGUE.has(word));
  return ["to", "from", "who"].includes(rest[0] ?? "");
}

/** Of a clause that begins by asking, or named before a last one that only says "do it". */
function isAskedFor(
  words: readonly string[],
  phrase: TitlePhrase,
  all: readonly TitlePhrase[],
): boolean {
  const start =
    words.slice(0, phrase.from).findLastIndex((word) => isMark(word) && word !== "-") + 1;
  const before = words.slice(start, phrase.from);
  const lead = before.find((word) => !FILLERS.has(word));
  const title = splitWords(phrase.facts.title);
  // "help text for the wizard": a verb that is part of the name asks for nothing.
  const told = before.some((word) => TELLING.has(word) || title.includes(word));
  // "add a paragraph about the guide": something else is asked for, and the guide is in it.
  const other = before.some((word, i) => !isCommonWord(word) && ENDS.has(before[i + 1] ?? ""));
  if (lead !== undefined && RUN_VERBS.has(lead) && !told && !other) return true;
  // Nothing was said but the name.
  const named = (at: number): boolean => all.some(({ from, to }) => at >= from && at <= to);
  if (words.every((word, at) => named(at) || isMark(word) || isNoise(word))) return true;
  // "its 4am, just do the parser": the verb itself, with no one before it who does it.
  const verb = before.findLastIndex((word) => !FILLERS.has(word) || RUN_VERBS.has(word));
  const asking = RUN_VERBS.has(before[verb] ?? "") && !/(?:ing|ed)$/.test(before[verb] ?? "");
  if (asking && LEADS_IN.has(before[verb - 1] ?? "just") && !told) return true;
  // "den Export starten": in many languages the verb comes last.
  const close = words[phrase.to + 1] ?? "";
  const closed = isMark(words[phrase.to + 2] ?? ".");
  if (CLOSING.has(close) && closed && before.every((word) => FILLERS.has(word))) return true;
  if (before.includes("please") && !told && before.every(isCommonWord)) return true;
  // "do these two: the parser and the registry"
  const ahead = words.slice(0, Math.max(0, start - 1));
  const opening = ahead.slice(ahead.findLastIndex(isMark) + 1);
  const opens = opening.some((word) => word === "please" || RUN_VERBS.has(word));
  const bare = before.every((word) => FILLERS.has(word));
  if (opens && bare && opening.every((word) => isCommonWord(word) || KIND.has(word))) return true;
  // "do the parser, the registry": the list goes on.
  const earlier = all[all.indexOf(phrase) - 1];
  const joined = earlier !== undefined && words.slice(earlier.to + 1, phrase.from).every(isJoint);
  if (joined && isAskedFor(words, earlier, all)) return true;
  const last = words.findLastIndex((word, i) => isMark(word) && i < words.length - 1);
  if (last < phrase.to) return false;
  const rest = words.slice(last + 1).filter((word) => !isMark(word));
  return (
    rest.some((word) => RUN_VERBS.has(word)) &&
    (rest.some((word) => POINTERS.has(word)) || rest.includes("ahead") || rest.includes("go")) &&
    rest.every(
      (word) =>
        POINTERS.has(word) ||
        FILLERS.has(word) ||
        RUN_VERBS.has(word) ||
        ASIDES.has(word) ||
        GO_AHEAD.has(word),
    )
  );
}

function isNoise(word: string): boolean {
  return FILLERS.has(word) || VAGUE.has(word);
}

function isJoint(word: string): boolean {
  return isMark(word) || FILLERS.has(word) || word === "then";
}
