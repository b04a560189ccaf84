import { UNITS } from "./numbers.ts";

/**
 * The closed vocabularies of the goal interpreter. A command is understood only when every word
 * of the sentence belongs to it: "stop the agents" stops, "stop button component" is a name.
 */

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).filter((word) => word !== ""));
}

/** Words that carry no meaning of their own here. */
export const FILLERS = setOf(`
  a ahead also an and it's as at be by can could do for from go hey hi i i'd i'll in is it just kindly
  let let's lets like me my now of ok okay on or our please right should so some that the them then
  these this those to up us want we we'd will with would you your need wanna gonna get going be
  only yet still but however already plus mind there here thing things now really actually simply both team's off onto into
  hello dear thanks thank pls plz asap's yes sorry oh ah hm someone somebody though although
`);

/** What a person says for "have it done". */
export const RUN_VERBS = setOf(`
  add begin build building carry code complete continue create creating deliver develop do
  execute finish fix fixing go handle help implement implementing kick launch make making out off
  proceed process resolve run running spawn start starting tackle take through try work working
  write writing care pick need want grab knock crack ship attack address perform trigger fire
  spin finalize finalise accomplish commence initiate undertake activate turn jump rolling cracking dive wants doing arrange organise organize
  draw sketch craft construct produce assemble introduce enable provide establish
`);

/** Said beside work without changing what is meant: how well, by when, with what. */
export const ASIDES = setOf(`
  carefully securely safely well properly fast quick slowly thoroughly tests testing tested agent agents first then
  week tonight morning afternoon
  evening day days end eod soonest best only lunch meeting again whole entire
  package packages good nice great finally rest if possible urgent urgently matters matter others other remaining instead each
`);

/** Verbs of what we do not do to work by a sentence: whatever else was said, nothing starts. */
export const FOREIGN_VERBS = setOf(`
  delete deletes remove drop erase destroy wipe revert undo reopen redo rename move split mark assign
  reassign unassign close archive postpone defer delay hold wait schedule prioritize prioritise
  estimate describe review approve reject merge push deploy rollback leave forget failed
  refrain abstain desist scrap nuke trash axe abandon deprioritise deprioritize shelve mothball
  cancelled canceled purge ditch sucks crap rubbish garbage
  wrong broken was were had reset hide hate discard reorder swap comment discuss think wonder
  maybe perhaps might unless until later tomorrow said says told tells mentioned
`);

/** Nouns for work in general. */
export const WORK_NOUNS = setOf(`
  work works stream streams workstream workstreams work-stream work-streams task tasks phase phases
  item items job jobs ticket tickets story stories feature features step steps requirement
  requirements request requests roadmap backlog plan project one ones stuff todo todos
`);

/** How, not what. */
export const MANNER = setOf(`
  parallel concurrently simultaneously together once same time side sequentially serially order
  possible immediately quickly asap available ready open pending unblocked incomplete unfinished
  undone left outstanding much many soon today
`);

/** These ask to be shown something; the second kind only beside other such words. */
export const SHOW_VERBS = setOf(
  "show list display see view print check tell explain describe inspect details info",
);
const GIVE_VERBS = setOf("get give");

/** These alone mean: go on with whatever comes next. */
export const START_VERBS = setOf("start begin run go continue proceed work launch execute");
export const OPEN_WORK = setOf("available ready open pending unblocked unfinished undone left");

export const QUESTION_WORDS = setOf(`
  what whats what's why who who's whos whom whose when where which how how's hows is are was were
  did does has have had any
`);

/** Words that may name a stream or a group by the number after them. */
export const ID_NOUNS = setOf(`
  phase phases stream streams workstream work-stream task tasks item items id ids step steps
  story stories ticket tickets issue issues req reqs requirement requirements request requests number numbers no package packages wp wps ws
`);

export const GROUP_NOUNS = setOf(
  "batch batches phase phases group groups epic milestone sprint stage stages level levels wave tier",
);

/** Words that mean what was spoken of. */
export const POINTERS = setOf("it that this them these those one");

/** After a number these make it an amount. */
export const AMOUNT_NOUNS = setOf(`
  agent agents at time times stream streams task tasks work workers worker items phases jobs things
  of parallel minutes hours more ones
`);

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  UNITS.map((word, number) => [word, number] as const).slice(1, 11),
);

interface Command {
  /** At least one of these must be there… */
  readonly heads: ReadonlySet<string>;
  /** …and every other word must be one of these. */
  readonly rest: ReadonlySet<string>;
}

function command(heads: string, ...rest: readonly (string | ReadonlySet<string>)[]): Command {
  const words = rest.flatMap((part) => [...(typeof part === "string" ? setOf(part) : part)]);
  return { heads: setOf(heads), rest: new Set(words) };
}

export const STOP = command(
  "stop halt freeze kill cancel abort terminate shut shutdown quit cease",
  "agent agents all everything everyone every running run runs session gracefully orchestrator",
  "emergency down off them it its everybody nonsense madness are you that this whatever is what you're doing today enough the team batch execution activity immediately job jobs process processes worker workers current currently work working",
  WORK_NOUNS,
  MANNER,
);

export const HELP = command(
  "help commands usage manual instructions",
  "show list available what are is orchestrator how use guide command all my options need i'm some getting started",
);

export const LIST_AGENTS = command(
  "agents who who's whos team workers roster",
  GIVE_VERBS,
  SHOW_VERBS,
  QUESTION_WORDS,
  "agent what working running active currently moment doing members names on they it each everything every there stream all about busy idle assigned available",
);

export const GARDEN = command(
  "garden gardener gardening unblock groom",
  "roadmap backlog board statuses run start do nothing else now blocked blocker blockers all everything what unblocked whatever anything that's which unblockable possible unlock unstartable falsely wrongly marked become became has have correct they which update",
  WORK_NOUNS,
);

/** Two words are needed: what to do and that it is the roadmap. */
export const TIDY_VERBS = setOf(
  "clear clean cleanup tidy fix update refresh remove resolve garden maintain groom",
);
export const TIDY_OBJECTS = setOf("roadmap backlog blockers blocker blocked");

export const REPORT = command(
  "report summary digest briefing rundown summarise summarize recap standup stand-up reports",
  GIVE_VERBS,
  SHOW_VERBS,
  WORK_NOUNS,
  "up did agents this write make create generate daily weekly monthly notes day end today morning evening so far have has boss short brief my sprint work week run runs send me draft prepare short quick brief final session run status progress last latest full about done",
  "what was yesterday today happened week morning prepare",
);

/** These alone ask for the state; the others need a question or "show". */
export const STATUS_ALONE = setOf(
  "status progress overview state uptime dashboard eta sitrep situation",
);
export const STATUS = command(
  "states sitrep situation remain remains dashboard board eta status progress overview state uptime available happening left remaining running ready done next complete completed finished blocked pending waiting active going everything all work",
  GIVE_VERBS,
  SHOW_VERBS,
  QUESTION_WORDS,
  WORK_NOUNS,
  MANNER,
  "current currently overall first far session active doing orchestrator running done complete",
  "agent agents team project update updates quick short brief play game moment looking lookin look hows work remain remains current not things completed finished blocked waiting next agents far look looking should anything nothing",
);

export const EVERYTHING = command(
  "all everything every batch batches rest remaining entire whole",
  RUN_VERBS,
  WORK_NOUNS,
  MANNER,
  "what list lot that's thats there's theres whatever agents get done else roadmap backlog through possible remains isn't",
);

export const NEXT = command(
  "next first something anything whatever",
  RUN_VERBS,
  WORK_NOUNS,
  MANNER,
  "useful productive best agents agent is comes what's whats up only any whichever whatever's",
);

export const FOUNDATION = command(
  "foundation foundations foundational bootstrap bootstrapping groundwork",
  RUN_VERBS,
  WORK_NOUNS,
  MANNER,
  "batch all everything first layer lay base whole entire",
);

/** Commands that a word alone does not start: it is told how they are called. */
export const OTHER_COMMANDS = setOf(
  "plan graph explain add inbox answer approve feedback redirect land restore budget costs logs names replay targets init doctor demo trust gc schema completion version settings workflow",
);

export const PAUSE_WORDS = setOf("pause resume unpause retry skip block restart rerun suspend");

/** Words that are a command by themselves: no stream is named by them alone. */
export const COMMAND_HEADS: ReadonlySet<string> = new Set(
  [STOP, HELP, LIST_AGENTS, GARDEN, REPORT, STATUS, EVERYTHING, NEXT, FOUNDATION]
    .flatMap((one) => [...one.heads])
    .concat("agent"),
);

/** Words that stay commands even where a stream has such an id. */
export const COMMAND_WORDS: ReadonlySet<string> = new Set([
  ...[STOP, HELP, LIST_AGENTS, GARDEN, REPORT, STATUS, EVERYTHING, NEXT, FOUNDATION].flatMap(
    (one) => [...one.heads],
  ),
  ...PAUSE_WORDS,
  ...RUN_VERBS,
  ...FILLERS,
]);

/** Every word known, and one of the command's own among them. */
export function isCommand(words: readonly string[], one: Command): boolean {
  return (
    words.some((word) => one.heads.has(word)) &&
    words.every((word) => one.heads.has(word) || one.rest.has(word) || FILLERS.has(word))
  );
}

const COMMON: readonly ReadonlySet<string>[] = [
  FILLERS,
  RUN_VERBS,
  WORK_NOUNS,
  MANNER,
  SHOW_VERBS,
  GIVE_VERBS,
  ASIDES,
  FOREIGN_VERBS,
  QUESTION_WORDS,
  ID_NOUNS,
  GROUP_NOUNS,
  AMOUNT_NOUNS,
  TIDY_VERBS,
  TIDY_OBJECTS,
  PAUSE_WORDS,
  ...[STOP, HELP, LIST_AGENTS, GARDEN, REPORT, STATUS, EVERYTHING, NEXT, FOUNDATION].flatMap(
    ({ heads, rest }) => [heads, rest],
  ),
];

/** A word of our own vocabulary. */
export function isCommonWord(word: string): boolean {
  return COMMON.some((known) => known.has(word));
}

/** They tell how work stands, or that it was done. */
export const TELLING = setOf(
  "is are was were has have had looks sounds seems costs depends i'm we're done finished against after test review compare",
);
