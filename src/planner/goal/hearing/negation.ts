import { ID_NOUNS, isCommonWord, RUN_VERBS } from "../vocabulary.ts";

/** What is wanted, and each clause that says what is not. */
export interface Polarity {
  readonly wanted: readonly string[];
  readonly unwanted: readonly (readonly string[])[];
  /** Those of them that what is wanted need not heed: what waits, what is to be done without. */
  readonly limits?: ReadonlySet<readonly string[]>;
  /** Exceptions: a day after them is that of the whole. */
  readonly excepted?: ReadonlySet<readonly string[]>;
  /** The days of what is for another day: they hold for nothing that is wanted. */
  readonly days?: readonly string[];
}

const NEGATIONS: readonly (readonly string[])[] = `
  under no circumstances, on no account, by no means, scratch, other than, apart from, aside from, leave out, leaving out, rather than, instead of, do not, don't,
  never, not, except for, except, excepting, excluding, exclude, without, besides, skip, skipping, omit,
  ignore, ignoring, minus, avoid, doesn't, does not, isn't, is not, aren't, are not, hands off,
  stay away from, keep away from, hold off on, hold off with, hold off, hold back on, hold back, hold,
  wait with, no need for, no need to, need not, needn't, forget about, forget, postpone, defer, delay, park,
  shelve, drop, ditch, bar, barring, stay clear of, steer clear of, won't, shouldn't, should not, can't have,
  with the exception of, omitting, keep your hands off, isn't to, nothing from, nothing of, nothing about, none of, nothing that, anything but
`
  .split(",")
  .map((phrase) => phrase.trim().split(/\s+/))
  .filter(([first]) => first !== "anything");

/** What may be done to work, in "don't touch the API": the verb names nothing. */
const TOUCHES = new Set(
  "touch change modify alter bother include start run do launch execute work on begin with any of related about concerning involve need needs depend depends want build doing running starting touching be go make".split(
    " ",
  ),
);

/** "not started" describes work; it leaves nothing out. */
const DESCRIBED = new Set(
  "started done complete completed finished yet only blocked assigned waiting".split(" "),
);
const WHOLE = new Set(["all", "everything", "every", "anything", "rest", "batch", "whole"]);
const TURNS = new Set(["instead", "then", "only", "just"]);

/** Said after the work: "1.1 can wait", "5.4 no". */
const LEFT_BEHIND =
  /^(?:(?:can|could|should|must|may|will|has to|have to|'ll) wait(?: (?:for now|a bit|longer|still|a while)| (?:until|till|for) \S+(?: \S+){0,6})?|(?:(?:comes?|follows?|goes|go|is|are|is for|are for|for) )?(?:later|afterwards)|(?:comes?|follows?) (?:after that|next|another day|some other time)|follows?|no|nope|not (?:now|yet|today|needed|necessary|required|wanted|this time|important)|(?:is|are|stays?) (?:out|off|off limits|not needed|unnecessary|excluded|on hold)|isn't (?:needed|necessary|urgent)|another (?:day|time)|stays?(?: (?:put|out|untouched|behind|(?:where|as) (?:it is|they are)))|waits?(?: (?:for|until|till) \S+(?: \S+){0,3})?|(?:comes? |is |are |goes |go )?last)$/;
/** "1.1 tomorrow, 1.2 today": for another day, where another part is for now. */
const ANOTHER_DAY =
  /^(?:for |on |is for |comes |is )?(?:tomorrow|(?:next|this) (?:week|month|sprint|time)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|after that|some other (?:day|time))$/;
const TIMES = new Set(
  "tomorrow later monday tuesday wednesday thursday friday saturday sunday until till".split(" "),
);
const FOR_NOW = new Set(["today", "tonight", "now", "immediately"]);
const REST = new Set(
  "the all and rest others other ones everything anything else of them remaining stuff work tasks streams items must".split(
    " ",
  ),
);
const LEAVES = new Set("leave save keep put move push do for".split(" "));
/** "1.1 can wait; 1.2 cannot." */
const PRESSES =
  /^(?:(?:comes? |goes? |is |are )?first|cannot|can't|can not|must not|yes|yes please|now|ok)(?: wait)?$/;

/** `names`: whether words name work; `inTitle`: whether two words stand side by side in a title. */
export function splitPolarity(
  said: readonly string[],
  names: (words: readonly string[]) => boolean,
  inTitle: (word: string, next: string) => boolean,
): Polarity {
  const behind = leaveBehind(said, names);
  const { wanted, unwanted, limits, excepted } = splitNegation(
    turnAround(behind.wanted),
    names,
    inTitle,
  );
  // "just 7.6, leave 8.3 for Bob on Monday": what is left waits for that day, and nothing else.
  const days = names(wanted)
    ? unwanted
        .filter((clause) => excepted?.has(clause) !== true)
        .flat()
        .filter((word) => TIMES.has(word) && !wanted.includes(word))
    : [];
  return {
    wanted,
    unwanted: [...behind.unwanted, ...unwanted],
    limits: new Set([...behind.unwanted, ...(limits ?? [])]),
    days: [...(behind.days ?? []), ...days],
  };
}

/** "not the import, the export" as "not the import but the export". */
function turnAround(words: readonly string[]): readonly string[] {
  // "one of the exports: not the nightly, the weekly one"
  const not = words.indexOf("not");
  if (words[0] === "one" && words[1] === "of" && isJoint(words[not - 1] ?? "")) {
    return [...words.slice(0, not), ...turnAround(words.slice(not))];
  }
  const first = words.findIndex((word) => !isJoint(word));
  const comma = words.indexOf(",");
  const lone = comma !== -1 && words.indexOf(",", comma + 1) === -1;
  const numbered = (some: readonly string[]): boolean => some.some((word) => /\d/.test(word));
  // "not the import, the export", "not ops, DOC-1"
  const after = words.slice(comma + 1);
  const named = words[comma + 1] === "the" || (numbered(after) && !numbered(words.slice(0, comma)));
  const turns = words[first] === "not" && comma !== -1 && (lone || numbered(after)) && named;
  const listed = words.some((word) => word === "or" || word === "and" || word === "nor");
  if (!turns || listed) return words;
  return [...words.slice(0, comma), "but", ...words.slice(comma + 1)];
}

/** Takes out the clauses that end in what is not to be done now. */
function leaveBehind(
  words: readonly string[],
  names: (words: readonly string[]) => boolean,
): Polarity {
  const wanted: string[] = [];
  const unwanted: string[][] = [];
  const days: string[] = [];
  let others = false;
  const clauses = joinLists(clausesOf(words));
  for (const clause of clauses) {
    const now = clauses.some(
      (other) =>
        other !== clause &&
        other.some((word) => FOR_NOW.has(word)) &&
        names(other.filter((word) => !isJoint(word) && !FOR_NOW.has(word))),
    );
    const day = now ? endOf(clause, ANOTHER_DAY) : -1;
    const at = Math.max(endOf(clause, LEFT_BEHIND), day);
    const pressed = endOf(clause, PRESSES);
    const said = clause.slice(0, at).filter((word) => !isJoint(word));
    // "the others can wait": whatever was not named waits anyway.
    if (at > 0 && said.every((word) => REST.has(word))) {
      others = true;
      days.push(...clause.slice(at));
    } else if (at > 0 && (names(clause.slice(0, at)) || isOfWork(said))) {
      if (at === day) days.push(...clause.slice(at));
      const start = clause.findIndex((word) => !isJoint(word));
      const left = clause.slice(Math.max(0, start), at);
      unwanted.push(left.filter((word) => !LEAVES.has(word)));
    } else if (pressed > 0 && names(clause.slice(0, pressed))) {
      wanted.push(...clause.slice(0, pressed));
    } else wanted.push(...clause);
  }
  const left = unwanted.length > 0 || (others && wanted.some((word) => !isJoint(word)));
  return left ? { wanted, unwanted, days } : { wanted: words, unwanted };
}

/** "docs can wait", where several titles have the word; "I can wait" is said of nobody's work. */
function isOfWork(words: readonly string[]): boolean {
  const said = words.filter((word) => word !== "the" && word !== "and" && !/^\d+$/.test(word));
  return said.length <= OF_WORK_MAX && said.some((word) => !isCommonWord(word));
}

const OF_WORK_MAX = 4;

/** "layers 2, 3 and 4 can wait": what is listed waits together. */
function joinLists(clauses: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const joined: (readonly string[])[] = [];
  for (const clause of clauses) {
    let whole = clause;
    const at = clause[0] === "," ? endOf(clause, LEFT_BEHIND) : -1;
    const [lead = "", joint] = joined.at(-1) ?? [];
    // "1.2 and 1.3, 1.4 not yet": that list has ended before.
    const isList = clause.includes("and") || (isJoint(lead) && joint === "and");
    const listed = at > 0 && isList && clause.indexOf("and") <= LISTED_MAX;
    while (listed && whole[0] === "," && isListed(joined.at(-1))) {
      whole = [...(joined.pop() ?? []), ...whole];
    }
    joined.push(whole);
  }
  return joined;
}

const LISTED_MAX = 4;

function isListed(clause: readonly string[] | undefined): boolean {
  const words = clause?.filter((word, i) => !isJoint(word) && !(i < 2 && word === "and")) ?? [];
  const asks = words.some((word) => RUN_VERBS.has(word) || ASKS.has(word));
  return words.length > 0 && words.length < LISTED_MAX && !asks;
}

const ASKS = new Set("please just only now today yes first go ok and".split(" "));

/** Cut before each joint; the joint stays with what follows it. */
function clausesOf(words: readonly string[]): readonly (readonly string[])[] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (isJoint(word) && clauses.at(-1)?.some((one) => !isJoint(one))) clauses.push([]);
    clauses.at(-1)?.push(word);
  }
  return clauses;
}

function isJoint(word: string): boolean {
  return ["but", ",", ";", ".", "!", "-"].includes(word);
}

const ENDING_MAX = 9;

/** Where an ending of that kind begins; -1: nowhere. */
function endOf(clause: readonly string[], ending: RegExp): number {
  const words = clause.filter((word) => !isJoint(word));
  for (let i = Math.max(1, words.length - ENDING_MAX); i < words.length; i++) {
    if (ending.test(words.slice(i).join(" "))) return clause.length - (words.length - i);
  }
  return -1;
}

function splitNegation(
  words: readonly string[],
  names: (words: readonly string[]) => boolean,
  inTitle: (word: string, next: string) => boolean,
): Polarity {
  const wanted: string[] = [];
  const unwanted: string[][] = [];
  const limits = new Set<readonly string[]>();
  const excepted = new Set<readonly string[]>();
  let clause: string[] | null = null;
  const alone = words.includes("alone") || words.includes("later");
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (alone && clause !== null && (word === "alone" || word === "later")) {
      clause = null;
      continue;
    }
    if (clause !== null && endsClause(word, words[i + 1], clause)) {
      clause = null;
      if (!RUN_VERBS.has(word) && word !== "please") continue;
    }
    const joint = ["but", "and", ","].includes(words[i - 1] ?? "");
    const leaves =
      word === "leave" || word === "leaving"
        ? alone || joint || (i === 0 && words.includes(","))
        : alone && word === "let";
    const titled = inTitle(word, words[i + 1] ?? "") || inTitle(words[i - 1] ?? "", word);
    const opens: boolean = clause === null && !titled;
    // "leave out 1.4": the longer one.
    const length: number = Math.max(leaves ? 1 : 0, opens ? negationAt(words, i, wanted) : 0);
    if (length > 0) {
      i += length - 1;
      if (!DESCRIBED.has(words[i + 1] ?? "")) {
        // "1.2 is not a priority": what is said not to be so is not wanted either.
        const subject: readonly string[] = COPULAS.test(words[i - length + 1] ?? "")
          ? subjectIn(wanted)
          : [];
        clause = names(subject) ? wanted.splice(wanted.length - subject.length) : [];
        unwanted.push(clause);
        const phrase = words.slice(i - length + 1, i + 1).join(" ");
        // "1.2 works without the cloud" tells something.
        const aside = /^(?:\W+|and|but|please|.*\d.*)$/.test(words[i - length] ?? "");
        if (aside && LIMITS.has(phrase)) limits.add(clause);
        if (EXCEPTS.has(phrase)) excepted.add(clause);
      } else i++;
    } else if (clause === null) wanted.push(word);
    else if (!isNegating(word) && !(clause.length === 0 && TOUCHES.has(word))) clause.push(word);
  }
  return { wanted, unwanted, limits, excepted };
}

const EXCEPTS = new Set(
  "except,except for,excepting,excluding,without,minus,besides,apart from,aside from,other than,with the exception of,omitting,rather than,instead of,but,save,isn't,aren't".split(
    ",",
  ),
);
const LIMITS = new Set(["nothing that", "without"]);
const COPULAS = /^(?:is|are|isn't|aren't)$/;
const RELATIVES = new Set("that which who whatever what it this".split(" "));

/** What the last clause begins with; nothing where it only says which work is meant. */
function subjectIn(words: readonly string[]): readonly string[] {
  const subject = words.slice(words.findLastIndex(isJoint) + 1);
  const which = subject.some((word) => RELATIVES.has(word));
  return which || subject.includes("please") ? [] : subject;
}

function isNegating(word: string): boolean {
  return NEGATIONS.some((one) => one.length === 1 && one[0] === word);
}

function negationAt(words: readonly string[], i: number, before: readonly string[]): number {
  let longest = 0;
  for (const negation of NEGATIONS) {
    const here = negation.every((word, k) => words[i + k] === word);
    if (here) longest = Math.max(longest, negation.length);
  }
  if (longest > 0) return longest;
  if (words[i] === "no" && !ID_NOUNS.has(words[i - 1] ?? "")) {
    const id = /\d/.test(words[i + 1] ?? "") && words[i + 1] !== ".";
    // "no documentation yet, just the refactoring"
    const turns = i === 0 && words.includes(",") && words.some((word) => word === "just");
    return id || turns || limits(words, i) || before.some((word) => WHOLE.has(word)) ? 1 : 0;
  }
  // "everything but 3.1" leaves out; "do 1.2, but quickly" does not.
  const but = words[i] === "but" || words[i] === "save";
  const next = words[i + 1] ?? "";
  const again = isNegating(next) || next === "leave" || next === "leaving";
  return but && !again && next !== "do" && before.some((word) => WHOLE.has(word)) ? 1 : 0;
}

/** "docs only, no security today": of the clause, not "no, the security". */
function limits(words: readonly string[], at: number): boolean {
  const [next = "", ...others] = words.slice(at + 1);
  if (at === 0 || !isJoint(words[at - 1] ?? "") || isJoint(next) || DETERMINERS.has(next)) {
    return false;
  }
  const end = others.findIndex(isJoint);
  const clause = end === -1 ? others : others.slice(0, end);
  const before = words.slice(0, at);
  return before.includes("only") || before.includes("just") || FOR_NOW.has(clause.at(-1) ?? "");
}

const PARTS = new Set("the whole thing lot entire full".split(" "));
const TAKES = new Set("take do run start build".split(" "));
const DETERMINERS = new Set("the a an our my".split(" "));

function endsClause(word: string, next: string | undefined, clause: readonly string[]): boolean {
  const acts = next !== undefined && (RUN_VERBS.has(next) || next === "please");
  // "don't do 1.3 then 2.4" leaves out both.
  if (word === "then") return acts;
  if (word === "but" || TURNS.has(word)) return true;
  // "Except 8.2. And 8.3."
  if (word === "." && next === "and") return false;
  if (word === ";" || word === "." || word === "!" || word === "?") return true;
  // "instead of 1.1 do 1.2": an id, and then a verb.
  const named = clause.some((one) => /\d/.test(one));
  if (named && (word === "please" || word === "do" || word === "run" || word === "start"))
    return true;
  const takes = TAKES.has(word) && DETERMINERS.has(next ?? "") && clause.length > 1;
  if (takes) return true;
  // "not the whole thing, 8.2"
  if (word === "," && clause.length > 0 && clause.every((one) => PARTS.has(one))) return true;
  if (word !== "," && word !== "and" && word !== "-") return false;
  return (
    next !== undefined &&
    (RUN_VERBS.has(next) || TURNS.has(next) || next === "but" || next === "please")
  );
}
