import { FOREIGN_VERBS, isCommonWord } from "../vocabulary.ts";

/** Somebody corrects himself in the middle: what he said before is not meant. */
export interface Retracted {
  readonly words: readonly string[];
  /** Nothing is left: all of it was taken back. */
  readonly all: boolean;
}

/** Between two names of work these mean: not the one before, the one after. */
const TURNS: readonly (readonly string[])[] = [
  "no wait",
  "wait no",
  "oh wait",
  "wait",
  "hang on",
  "hold on",
  "no sorry",
  "sorry no",
  "sorry",
  "scratch that",
  "strike that",
  "forget that",
  "actually no",
  "no actually",
  "actually",
  "i mean",
  "i meant",
  "oops",
  "whoops",
  "or rather",
  "rather",
  "or better",
  "better yet",
  "no better",
  "correction",
  "my mistake",
  "my bad",
  "typo",
  "make that",
  "scrap that",
  "scrap it",
  "drop that",
  "skip that",
  "cancel that",
  "ignore that",
  "forget it",
  "forget about it",
  "forget about that",
  "or no",
  "oh no",
  "hmm no",
  "no no",
  "er",
  "err",
  "on second thought",
  "on second thoughts",
  "nevermind",
  "never mind",
  "nah",
].map((phrase) => phrase.split(" "));

/** At the end these take everything back. */
const TAKES_BACK =
  / (?:never ?mind|forget (?:it|that|about it|about that|what i said)|scratch that|strike that|cancel that|ignore that|disregard(?: that)?|(?:i'm |i am )?just kidding|(?:i'm )?kidding|jk|joking|just joking|changed my mind|i changed my mind|i take (?:that|it) back|on second thoughts?(?: (?:no|don't|not|leave it|drop it|skip it))?|(?:oh |no |actually )*(?<!(?:can|could|may|must|should|to|will|let|has|it) )wait(?: (?:no|don't|not|do not))*|(?:oh |actually |or )+(?:no|don't|not|better not)|no (?:don't|do not)|not really|don't do (?:that|it)|maybe not|better not|hold on|hang on|psych|kein spaß)(?: (?:sorry|please|thanks|after all|then|yet|now|it|that))*$/;

/** Apart from the rest, these hold for all of it. */
const NOT_NOW =
  / (?:[,.;!-]+|but) (?:please )?(?:not (?:now|yet|today|right now|ever|anymore|any more|really)|no|nope|don't)(?: please)?(?: [.!]+)?$/;

const SAID_IN_PASSING = new Set(
  "wait hold think wonder maybe perhaps was were had wrong broken failed later forget".split(" "),
);

/** "do not start 1.2, sorry, 1.3": the other one is not to start either. */
const DENIES = /(?:^| )(?:do|does|must|should|may|can|shall) not /;

function isModifier(word: string): boolean {
  return (
    ["don't", "never", "if", "when", "unless", "until", "once", "pretend"].includes(word) ||
    (FOREIGN_VERBS.has(word) && !SAID_IN_PASSING.has(word))
  );
}

/** `refers`: whether words name any work; `commands`: whether they are a command. */
export function takeBack(
  words: readonly string[],
  refers: (words: readonly string[]) => boolean,
  commands: (words: readonly string[]) => boolean,
): Retracted {
  const text = ` ${words.filter((word) => !/^[.,;!?&+-]+$/.test(word)).join(" ")}`;
  if (TAKES_BACK.test(text) || NOT_NOW.test(` ${words.join(" ")}`)) return { words: [], all: true };
  for (let i = words.length - 1; i > 0; i--) {
    const length = turnAt(words, i);
    if (length === 0) continue;
    const before = words.slice(0, i);
    const after = withoutMeaning(words.slice(i + length));
    if (after.some((word) => word === "too" || word === "also")) continue;
    // "report. no, just the status": of two commands the last too.
    const meant = refers(after) || commands(after);
    const plainly = STRONG.test(words.slice(i, i + length).join(" ")) && before.some(isContent);
    if (!meant || !(plainly || refers(before) || commands(before))) continue;
    // "if the tests pass, 1.2, no wait, 1.3": the condition holds for the other one too.
    const denied = DENIES.test(before.join(" "));
    return denied || before.some(isModifier)
      ? { words: [], all: true }
      : { words: after, all: false };
  }
  return { words, all: false };
}

const MEANT =
  / (?:(?:is|was|'s) )?(?:(?:what|that|the one(?: that)?|which) )?(?:i|we) (?:really |actually )?(?:mean|meant|had in mind|was thinking of|was after)(?: to (?:say|write|type))?(?: of course| really| actually)?(?: [.!])*$/;
const MEANT_BEFORE = /^(?:,|-)* ?(?:it's|it is|it was|that's|make it|make that) (?=\S*\d)/;

/** "no, 6.11 is what I mean": the work alone. */
function withoutMeaning(words: readonly string[]): readonly string[] {
  const text = words.join(" ");
  if (!MEANT.test(text)) return words;
  return text.replace(MEANT, "").replace(MEANT_BEFORE, "").split(" ");
}

/** What these take back need not be understood. */
const STRONG = /^(?:(?:or|oh|wait|hmm|sorry|actually)? ?no\b|no |scrap|scratch|strike|correction)/;

function isContent(word: string): boolean {
  return !isCommonWord(word) && !/^[.,;!?&+-]+$/.test(word);
}

function turnAt(words: readonly string[], i: number): number {
  const before = words[i - 1] ?? "";
  if (before === "and" || isModal(before)) return 0;
  const apart = /^[.,;!?-]+$/;
  const no = words[i] === "no" || words[i] === "err" || words[i] === "er";
  // "1.2, no, 1.3"
  if (no && apart.test(before) && apart.test(words[i + 1] ?? "")) return 2;
  for (const turn of TURNS) {
    if (!turn.every((word, k) => words[i + k] === word)) continue;
    const next = words[i + turn.length] ?? "";
    if (next === "than" || next === "for" || next === "until") return 0;
    return turn.length;
  }
  return 0;
}

/** "1.1 can wait" is no correction. */
function isModal(word: string): boolean {
  return ["can", "could", "may", "must", "should", "to", "will", "not", "let", "don't"].includes(
    word,
  );
}
