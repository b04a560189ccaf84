import type { StreamKey } from "../../../model/index.ts";
import { FILLERS, RUN_VERBS } from "../vocabulary.ts";
import { isMark } from "./tokens.ts";

/** What each work stream is marked with in the roadmap, in lower case, ` a | b ` where it is both. */
export type Marks = ReadonlyMap<StreamKey, string>;

/** Stands for what a sentence says of marks, where the roadmap has them. */
export const SO_MARKED = "so-marked";

export interface Marked {
  /** The words with `SO_MARKED` in the place of what was said of the mark. */
  readonly words: readonly string[];
  readonly keys: ReadonlySet<StreamKey>;
}

const NOUN =
  "(?:ones?|thing|things|tasks?|items?|streams?|work ?streams?|phases?|tickets?|stories|story|requests?|packages?|everything|anything|whatever|all|that|those|bug|bugs)";
const SAID_SO =
  "(?:(?:clearly |explicitly |already |currently )?(?:marked|tagged|flagged|labell?ed|stamped|badged|annotated)(?: up)?(?: as| with)?(?: being)?(?: an?| the)?|with (?:the )?(?:status|tag|label|flag|mark))";

/** Before a mark: "that is marked as", "the one that says". `$1`: how far it goes. */
const FRAMES = [
  new RegExp(`(?:(?:that|which)(?:'s|'re| is| are| was| were)? )?${SAID_SO}$`),
  new RegExp(`(?<=${NOUN} )(?:(?:that|which) (?:says?|reads?)|saying|reading)$`),
];

/** What may follow a mark: else it is only the beginning of one that nothing has. */
const FOLLOWS = new RegExp(
  `^(?:[,.;!?&+-]+|${NOUN}|and|or|but|please|now|first|next|in|of|from|on|at|except|without|too|also|right|asap|today|is|are|was|were|has|have)$`,
);

/** How far it stands to a state that work has beside what is written about it. */
const STATES =
  /^(?:blocked|unblocked|done|complete|completed|finished|fixed|in progress|free|ready|available|stale)(?: |$)/;
/** "wrongly marked blocked" speaks of the roadmap, not of work. */
const WRONGLY = /(?:wrongly|falsely|not|never|incorrectly|still|mistakenly|nothing|nobody)$/;

/** "the one with the priority star on it", "the starred ones". */
const STARRED =
  /(?:(?:that|which) (?:has|have)|(?:with|has|have|having)) (?:an?|the) (?:(\p{L}+) )?star(?: (?:on|next to|beside|by|in front of) (?:it|them|its name))?(?=$| [,.!;]| please| now)|(?<=the |all |every |everything )starred(?= \p{L})/u;

/** "the one with NEW next to it": the mark stands between. */
const BESIDE = new RegExp(
  `(?<=${NOUN} )(?:with|having|(?:that|which) (?:has|have)) (?:the (?:word|words|mark|tag|label) |an? |the )?(\\S+(?: \\S+){0,2}?) (?:(?:written|standing|sticker|label|tag|mark|badge) )?(?:right |just )?(?:next to|beside|behind|after|in front of) (?:it|them|its (?:name|title|id)|their (?:names|titles|ids)|the (?:name|title|id))(?= |$)`,
);

/** Without one of these nobody speaks of marks. */
const SPOKEN_OF =
  /^(?:marked|tagged|flagged|labell?ed|stamped|badged|annotated|status|tag|label|flag|mark|says?|reads?|saying|reading|star|starred|next|beside|behind|after|front)$/;

const WORDS_MAX = 8;

/** What a sentence says of the marks that the roadmap writes, and whose they are; null: nothing. */
export function findMarked(said: readonly string[], read: () => Marks): Marked | null {
  if (!said.some((word) => SPOKEN_OF.test(word))) return null;
  const marks = read();
  for (let at = 1; at < said.length; at++) {
    const before = said.slice(Math.max(0, at - 6), at).join(" ");
    const frame = FRAMES.map((one) => one.exec(before)).find((one) => one !== null);
    if (frame === null || frame === undefined) continue;
    if (WRONGLY.test(before.slice(0, frame.index).trim())) return null;
    const from = at - frame[0].split(" ").length;
    for (let to = Math.min(said.length, at + WORDS_MAX); to > at; to--) {
      if (isMark(said[to - 1] ?? "") || !FOLLOWS.test(said[to] ?? ".")) continue;
      const plain = plainOf(said.slice(at, to));
      const other = STATES.test(plain) || FILLERS.has(plain) || RUN_VERBS.has(plain);
      const keys = other ? [] : holdersOf(` ${plain} `, marks);
      if (keys.length === 0) continue;
      return { words: [...said.slice(0, from), SO_MARKED, ...said.slice(to)], keys: new Set(keys) };
    }
  }
  const text = said.join(" ");
  const starred = STARRED.exec(text);
  const [found, mark] =
    starred === null
      ? besideIn(text)
      : [starred, starred[1] === undefined ? "star" : `star ${starred[1]}`];
  const keys = found === null ? [] : holdersOf(` ${mark} `, marks);
  if (found === null || keys.length === 0) return null;
  const end = found.index + found[0].length;
  const words = `${text.slice(0, found.index)} ${SO_MARKED} ${text.slice(end)}`;
  return { words: words.split(" ").filter((one) => one !== ""), keys: new Set(keys) };
}

function besideIn(text: string): readonly [RegExpExecArray | null, string] {
  const found = BESIDE.exec(text);
  const mark = found?.[1] ?? "";
  return STATES.test(mark) || FILLERS.has(mark) || RUN_VERBS.has(mark) ? [null, ""] : [found, mark];
}

function plainOf(words: readonly string[]): string {
  return words
    .join(" ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function holdersOf(plain: string, marks: Marks): readonly StreamKey[] {
  return [...marks].flatMap(([key, text]) => (text.includes(plain) ? [key] : []));
}
