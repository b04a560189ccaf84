import { isMark } from "./tokens.ts";
import {
  FILLERS,
  FOREIGN_VERBS,
  GROUP_NOUNS,
  POINTERS,
  QUESTION_WORDS,
  RUN_VERBS,
  STOP,
  isCommonWord,
} from "../vocabulary.ts";

/** What a part of a sentence is about. */
export type Sense = "named" | "meta" | "command" | null;

/** A part between two marks, with the mark before it. */
interface Clause {
  readonly words: readonly string[];
  readonly joint: string;
}

const BREAKS = new Set([",", ";", ".", "!", "?", "-", "but", "so"]);

/** A part with one of these changes what is asked for: it is never left unread. */
const CHANGES = new Set(
  `pending awaiting barring unless until if when whenever once provided assuming kidding joking dry dry-run simulate
  simulated pretend hypothetically example except without system instructions root sudo ignore
  override`.split(/\s+/),
);
const SKIPS = new Set("skip omit except without exclude excluding minus".split(" "));
const YOU = new Set("you your you're yourself".split(" "));
/** These too, unless the part tells a story of something that is no work here. */
const NEGATES = new Set("not don't never no nothing only but".split(" "));
/** These do so unless they are part of a story: "the demo is tomorrow". */
const CHANGES_ALONE = new Set(
  "tomorrow later maybe perhaps wait hold cancel forget skip stop pause instead monday tuesday wednesday thursday friday saturday sunday".split(
    " ",
  ),
);
const TELLS =
  /^(?:i|we|they|he|she|it|you|who|that|which|is|are|was|were|has|have|had|keeps?|wants?|asked|asks|said|says|talk(?:ed|s|ing)|went|got|did|does|told|thinks?|likes?|hates?|calls?|called|complain\p{L}*|promised|say|been|being|looks?|seems?|feels?|sounds?|starts|needs|it's|that's|he's|she's|there's|we're|they're|i'm|i've|we've|my|our|his|her|their|everybody|everyone|nobody|somebody)$/u;

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
  const senses = clauses.map(({ words: said }) => (isCheer(said) ? null : senseOf(said)));
  const asking = clauses.map(({ words: said }, i) => senses[i] !== null && asks(said));
  const pointed = pointBack(words, clauses, senses);
  if (pointed !== null) return pointed;
  if (!asking.includes(true)) {
    return onlyNamed(clauses, senses) ?? onlyCommand(clauses, senses) ?? words;
  }
  // "foundation batch, skip 1.2 please" names what is not wanted of it.
  const named = senses.some(
    (sense, i) => sense === "named" && asking[i] === true && !SKIPS.has(clauses[i]?.words[0] ?? ""),
  );
  // "I want order management, get going": what it wants is nothing we know, and not what is next.
  if (!named && clauses.some(({ words: said }, i) => senses[i] === null && wishes(said)))
    return words;
  // "users should export their data. yes, start": what was spoken of, and we do not know it.
  const bare = clauses.every(({ words: said }, i) => asking[i] !== true || isBare(said));
  const unread = clauses.some(
    ({ words: said }, i) =>
      senses[i] === null &&
      !said.some((word) => QUESTION_WORDS.has(word)) &&
      !said.every((word) => isCommonWord(word)),
  );
  if (bare && unread) return words;
  const kept: string[] = [];
  for (const [i, clause] of clauses.entries()) {
    const told = clause.words.some((word) => TELLS.test(word));
    const keeps =
      asking[i] === true ||
      clause.words.some((word) => CHANGES.has(word)) ||
      (!(told && senses[i] === null) && clause.words.some((word) => NEGATES.has(word))) ||
      (!told && clause.words.some((word) => CHANGES_ALONE.has(word))) ||
      (!told && asksOtherwise(leadOf(clause.words) ?? "")) ||
      (senses[i] === "meta" && !named) ||
      senses[i] === "command" ||
      (senses[i] === "named" && !told);
    // Whoever says what we are is not telling a story.
    if (!keeps && (named || !clause.words.some((word) => YOU.has(word)))) continue;
    if (kept.length > 0 || BREAKS.has(clause.joint)) kept.push(clause.joint);
    kept.push(...clause.words);
  }
  while (isMark(kept[0] ?? "")) kept.shift();
  return kept.length > 0 ? kept.filter((word) => word !== "") : words;
}

/** Something else is asked for than that work be done: to delete it, to stop it. */
function asksOtherwise(lead: string): boolean {
  return FOREIGN_VERBS.has(lead) || STOP.heads.has(lead);
}

/** "yes start", "go ahead": nothing but that it is asked for. */
function isBare(words: readonly string[]): boolean {
  return words.every((word) => FILLERS.has(word) || RUN_VERBS.has(word));
}

/** Asks for something, in words that are not all common. */
function wishes(words: readonly string[]): boolean {
  const goes = leadOf(words) === "go";
  return asks(words) && !goes && words.some((word) => !isMark(word) && !isCommonWord(word));
}

/** "users complain every day, 8.4": the parts that only name work, beside mere stories. */
function onlyNamed(clauses: readonly Clause[], senses: readonly Sense[]): readonly string[] | null {
  const numbered = clauses.some(({ words }) => isBareId(words));
  // "security people are nervous, 8.4", where another title has security.
  const tells = ({ words }: Clause): boolean => !words.some(isNumbered) && isStory(words);
  const at = clauses.flatMap((clause, i) =>
    (senses[i] === "named" || senses[i] === "meta") && !(numbered && tells(clause)) ? [i] : [],
  );
  if (at.length === 0 || senses.includes("command")) return null;
  const kept = at.flatMap((i) => clauses[i] ?? []);
  const bare = kept.every(({ words }) => !words.some((word) => TELLS.test(word)));
  const stops = STOP.heads.has(leadOf(kept[0]?.words ?? []) ?? "");
  const stories = clauses.every(
    ({ words }, i) => at.includes(i) || isStory(words) || (stops && tellsOnly(words)),
  );
  if (!bare || !stories || kept.length === clauses.length) return null;
  return kept.flatMap(({ words, joint }, i) => (i === 0 ? words : [joint || ",", ...words]));
}

/** What a story may say of work that it points to: that it is wanted. */
const WANTS =
  /^(?:says?|said|promised|needs?|needed|wants?|wanted|waited|waiting|asked|asks|demands?|requires?|required|deserves?|hurts|costs|matters|missing|overdue|urgent|critical|important|priority|first|recommended|recommends?|annoying|killing|due|what)$/;
/** The same, of those who want it… */
const BEGS = /^(?:insists?|begging|asking)$/;
/** …and of those who would like it: "finance will be pleased". */
const PLEASED = /^(?:pleased|happy|happier|glad|grateful|thankful|delighted|relieved)$/;
const WOULD = /^(?:will|would|makes?|'ll)$/;
/** With one of these it may say that the work is done, or somebody else's. */
const SETTLES = new Set(
  "already done did finished complete completed shipped merged cancelled canceled myself ourselves himself herself themselves fixed solved working works obsolete dead gone useless nonsense stupid bad enough nobody none hardly barely whether why how mistake".split(
    " ",
  ),
);
const POINTS_BACK = new Set("it it's that that's this they them these those".split(" "));

/** "cancel the handoff one, Nova got it wrong": why it stops changes nothing of it. */
function tellsOnly(words: readonly string[]): boolean {
  return words.some((word) => TELLS.test(word)) && !words.some((word) => CHANGES.has(word));
}

const GOES_ON = new Set("about of with by from at than like is are was were called".split(" "));
/** "let's make them happy". */
const CHEERS = new Set("make give help get".split(" "));
const PERSONS = new Set("them him her everyone everybody people us".split(" "));

function isWish(word: string, words: readonly string[]): boolean {
  return BEGS.test(word) || (PLEASED.test(word) && words.some((one) => WOULD.test(one)));
}

function isCheer([first, second = "", third = ""]: readonly string[]): boolean {
  return first === "let's" && CHEERS.has(second) && PERSONS.has(third);
}

/** A part that tells something, and neither asks for work, nor takes any back, nor judges it. */
function isStory(words: readonly string[]): boolean {
  // "nervous about: 8.4" has its object yet to come.
  if (GOES_ON.has(words.at(-1) ?? "") || words[0] === "who" || words[0] === "what") return false;
  const cheers = isCheer(words);
  if (words[0] === "let's" && !cheers) return false;
  const tells = cheers || words.some((word) => TELLS.test(word) || isWish(word, words));
  const plain = !words.some(
    (word) =>
      CHANGES.has(word) ||
      NEGATES.has(word) ||
      YOU.has(word) ||
      SETTLES.has(word) ||
      CHANGES_ALONE.has(word) ||
      /\d/.test(word),
  );
  const points = words.some((word) => POINTS_BACK.has(word));
  const lead = leadOf(words) ?? "";
  if (FOREIGN_VERBS.has(lead) && !TELLS.test(lead)) return false;
  return (
    tells &&
    plain &&
    (!points || cheers || words.some((word) => WANTS.test(word) || isWish(word, words)))
  );
}

/** Nothing but ids, and courtesies. */
function isBareId(words: readonly string[]): boolean {
  return words.some(isNumbered) && words.every((word) => isNumbered(word) || FILLERS.has(word));
}

/** "something is wrong, stop everything": one command, and besides it nothing about work. */
function onlyCommand(
  clauses: readonly Clause[],
  senses: readonly Sense[],
): readonly string[] | null {
  const [at, ...others] = senses.flatMap((sense, i) => (sense === null ? [] : [i]));
  if (at === undefined || senses[at] !== "command") return null;
  // "stop it, the fix is wrong, stop stop stop"
  const lead = clauses[at]?.words[0];
  if (others.some((i) => senses[i] !== "command" || clauses[i]?.words[0] !== lead)) return null;
  const changed = clauses.some(
    ({ words }, i) =>
      i !== at &&
      !others.includes(i) &&
      words.some((word) => CHANGES.has(word) || word === "not" || word === "don't"),
  );
  return changed ? null : (clauses[at]?.words ?? null);
}

/** "REQ-103 is approved, start it": what the last part points back to; null when it does not. */
function pointBack(
  words: readonly string[],
  clauses: readonly Clause[],
  senses: readonly Sense[],
): readonly string[] | null {
  const last = clauses.at(-1)?.words ?? [];
  const named = senses.slice(0, -1).includes("named");
  const plain = last.every((word) => !MEANT_BY_THEMSELVES.has(word));
  const goes = !last.some((word) => NEGATES.has(word));
  const points =
    goes && asks(last) && (last.some((word) => POINTERS.has(word)) || (named && plain));
  const bare = last.every(
    (word) => POINTERS.has(word) || FILLERS.has(word) || RUN_VERBS.has(word) || isMark(word),
  );
  if (!points || !bare) return null;
  const earlier = clauses.slice(0, -1);
  const question = earlier.at(-1)?.words.join(" ") ?? "";
  // "what should be started next? go ahead and start it"
  if (earlier.length === 1 && ASKS_NEXT.test(question)) return ["do", "next"];
  if (ASKS_BESIDE.test(question)) return words;
  const numbered = earlier.findLastIndex(
    ({ words }, i) => senses[i] === "named" && words.some(isNumbered),
  );
  // "6.10.1 db schema, approved, start": an id says more than a word that some title holds.
  const at =
    numbered !== -1
      ? numbered
      : senses.findLastIndex(
          (sense, i) => (sense === "named" || sense === "meta") && i < earlier.length,
        );
  const before = clauses[at]?.words;
  // "what can start in group 4? start it" means some of it.
  const asked = before?.some((word) => QUESTION_WORDS.has(word)) ?? false;
  if (asked && before?.some((word) => GROUP_NOUNS.has(word))) return null;
  const between = clauses.slice(0, -1).flatMap(({ words }) => words);
  if (
    before === undefined ||
    between.some((word) => CHANGES.has(word) || word === "not" || word === "don't")
  )
    return null;
  const ids = before.flatMap((word, i) => {
    const noun = before[i - 1] ?? "";
    return isNumbered(word) && !TIME.test(before[i + 1] ?? "")
      ? [GROUP_NOUNS.has(noun) ? [noun, word] : [word]]
      : [];
  });
  const said = before.filter((word) => !QUESTION_WORDS.has(word) && !TELLS.test(word));
  const listed = ids.flatMap((id, i) => (i === 0 ? id : ["and", ...id]));
  // "I have 4 hours, start it" means one thing that fits.
  const timed = before.some((word) => TIME.test(word)) && last.includes("it");
  const one = timed ? ["one", "within"] : [];
  return ["do", ...(listed.length > 0 ? listed : [...one, ...said])];
}

/** Asks which work is the next one. */
const ASKS_NEXT =
  /^(?:so |and |ok |well )*(?:what|which|what's)(?: one| task| thing| item| work| stream| job)?(?: (?:is|comes|should|would|could|can|shall|must|do|will|be|get|goes|i|we|you|one|the|to|have|has|go|next|first|now|then|up|thing|start|started|do|done|begin|begun|run|take|taken|tackle|tackled|work|on|build|built|pick|picked|up))* (?:next|first|now|thing|up)$/;
/** Asks for other work than it names. */
const ASKS_BESIDE =
  /^(?:so |and |ok )*(?:what|which|who)\b.* (?:after|before|follows|besides|beside|blocks|needs|than|with|like|instead)\b/;

/** "4 hours" is how long something may take. */
const TIME = /^(?:hours?|hrs?|h|minutes?|mins?|days?)$/;

/** An id, or its number; "p0" is none. */
function isNumbered(word: string): boolean {
  return /\d/.test(word) && !/^p\d+s?$/.test(word);
}

const MEANT_BY_THEMSELVES = new Set("next first something anything everything all more".split(" "));

function splitAtMarks(words: readonly string[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let joint = "";
  let said: string[] = [];
  const close = (next: string): void => {
    const before = clauses.at(-1);
    if (before !== undefined && said.length > 0 && said.every(isCourtesy)) {
      // "PERF-1, please": the courtesy belongs to what was said before it.
      clauses[clauses.length - 1] = { ...before, words: [...before.words, ...said] };
    } else if (said.length > 0) clauses.push({ words: said, joint });
    joint = next;
    said = [];
  };
  for (const [i, word] of words.entries()) {
    // "so dull" goes on; "so 7.5 it is" begins anew.
    const joins = word === "so" && !isBeginning(words[i + 1] ?? "");
    if (joins) said.push(word);
    else if (BREAKS.has(word) || /^\.\.+$/.test(word)) close(word);
    else said.push(word);
  }
  close("");
  return clauses;
}

function isBeginning(word: string): boolean {
  return /\d/.test(word) || RUN_VERBS.has(word) || FILLERS.has(word);
}

function isCourtesy(word: string): boolean {
  return FILLERS.has(word) && (word === "please" || !RUN_VERBS.has(word));
}

function leadOf(words: readonly string[]): string | undefined {
  return words.find((word) => !FILLERS.has(word) && !isMark(word));
}

/** An imperative, or a wish that the phrases have made one. */
function asks(words: readonly string[]): boolean {
  const verb = words.find((word) => !isMark(word) && (RUN_VERBS.has(word) || !FILLERS.has(word)));
  return words.includes("please") || RUN_VERBS.has(verb ?? "");
}
