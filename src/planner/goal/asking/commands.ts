import type { GoalType } from "../../../model/index.ts";
import {
  FILLERS,
  GARDEN,
  HELP,
  isCommand,
  LIST_AGENTS,
  REPORT,
  SHOW_VERBS,
  STATUS,
  STATUS_ALONE,
  STOP,
  TIDY_OBJECTS,
  TIDY_VERBS,
  WORK_NOUNS,
} from "../vocabulary.ts";

export type CommandGoal = Extract<
  GoalType,
  "stop" | "help" | "garden" | "report" | "list_agents" | "status"
>;

/** "it's going wrong, stop all agents": plainly said at the end, whatever it is for. */
const STOPS_ALL =
  /^(?!.*\b(?:not|don't|never|no|if|when|until|unless|before|how|why|should|would|could|after|then|and|or|what|who|was|were|did|run|start)\b).*\b(?:stop|halt|abort|kill|terminate|cancel) (?:everything|it all|them all|all of (?:it|them|this)|all (?:the |our |running )*(?:agents|runs|jobs|workers|work)|the whole (?:thing|run|team))(?: now| immediately| please| at once| asap)*$/;

/** "it depends on 1.1, which is done: unblock it". */
const UNBLOCKS =
  /(?:^|.+ )(?:and )?unblock (?:it|that|this|them|these|those|whatever (?!.*\b(?:then|start|run|do)\b).+)$/;

/** A report was not asked for by a question about the past, but it is where the answer is. */
const REPORT_QUESTION =
  /^what (?:was|has been|have (?:we|you|they|the agents)|has the team|did you|did we|have you|did the agents|did they|did the team|got|happened)(?: get)? ?(?:get done|done|do|finish|finished|complete|completed|achieve|achieved|accomplished|delivered|shipped|built|landed|worked on)?(?: yesterday| today| last night| overnight| this week| so far)*$/;

/** The sentences in which every word is common and the whole still asks for help. */
const HELP_QUESTIONS = [
  /^what (?:else )?can (?:you|i|we) do(?: here| with this)?$/,
  /^how (?:does|do) (?:this|it|you|orchestrator) work$/,
  /^who (?:or what )?are you$/,
  /^(?:tell me |show me |explain )?what (?:else )?(?:(?:can|do|should|could) (?:i|you|we)|(?:i|you|we) can) (?:do|say|type|ask|ask for|ask you|write|offer|understand)(?: here| now| with (?:this|you|it)| exactly)?$/,
  /^what are you able to do(?: for me)?$/,
  /^how (?:does|would|should) (?:one|somebody|a person|anybody) (?:use|work|start|talk|speak)/,
  /^what are (?:my|the|our) (?:options|choices|possibilities)(?: here)?$/,
  /^i(?:'m| am) (?:lost|confused|stuck|new(?: here)?|not sure what to (?:do|say))$/,
  /^what (?:are|is) (?:you capable of|this|orchestrator|this thing|all this)$/,
  /^how (?:do|can|should|would) (?:i|we|you|one) /,
  /^(?:please |tell me |show me |explain )*(?:what|all) (?:you're|you are|this is|it is|it's) (?:able to do|capable of|good for|good at|for)(?: for (?:me|us))?$/,
  /^what (?:can|does|could) (?:the tool|the orchestrator|the program|this tool|this thing|it)(?: do)?(?: really| actually)?$/,
  /^how (?:to|do goals|do batches|do agents) /,
];

/**
 * The command a sentence is, or null: judged by all of its words together, never by a part of a
 * word and never when a word is left that the command does not know.
 */
export function readCommand(
  words: readonly string[],
  asked: { readonly question: boolean; readonly mentions: boolean },
): CommandGoal | null {
  if (isCommand(words, STOP) || STOPS_ALL.test(words.join(" "))) return "stop";
  if (isCommand(words, HELP) || HELP_QUESTIONS.some((one) => one.test(words.join(" ")))) {
    return "help";
  }
  if (!asked.mentions && (isCommand(words, GARDEN) || isTidying(words))) return "garden";
  if (!asked.question && UNBLOCKS.test(words.join(" "))) return "garden";
  if (isCommand(words, REPORT)) return "report";
  if (isCommand(words, LIST_AGENTS)) return "list_agents";
  if (REPORT_QUESTION.test(words.join(" "))) return "report";
  const shows = asked.question || words.some((word) => SHOW_VERBS.has(word));
  const looks = shows || words.some((word) => STATUS_ALONE.has(word));
  if (looks && isCommand(words, STATUS)) return "status";
  if (!asked.mentions) return null;
  // "why is 1.2 waiting?", "show 1.2": a question or a look never starts anything.
  if (asked.question) return "status";
  const only = words.every(
    (word) => SHOW_VERBS.has(word) || FILLERS.has(word) || WORK_NOUNS.has(word),
  );
  return shows && only ? "status" : null;
}

/** "tidy up the roadmap", "fix blockers"; not "refresh tokens in auth". */
function isTidying(words: readonly string[]): boolean {
  const verb = words.some((word) => TIDY_VERBS.has(word));
  const object = words.some((word) => TIDY_OBJECTS.has(word));
  if (!verb || !object) return false;
  return words.every(
    (word) =>
      word === "all" ||
      word === "any" ||
      word === "statuses" ||
      TIDY_VERBS.has(word) ||
      TIDY_OBJECTS.has(word) ||
      FILLERS.has(word) ||
      WORK_NOUNS.has(word),
  );
}
