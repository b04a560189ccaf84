import type { InterpretedGoal, StreamFacts } from "../../model/index.ts";
import { listWords } from "../words.ts";
import { answerCommand, answerSuggestion, named } from "./answer.ts";
import { matchNames, type NameIndex } from "./naming/names.ts";
import type { Heard } from "./hearing/hearing.ts";
import { isMark } from "./hearing/tokens.ts";
import { findMentions } from "./naming/mentions.ts";
import { FILLERS, isCommand, STOP } from "./vocabulary.ts";

export function stopAction(streams: readonly StreamFacts[]): string {
  return `Stop the agents of ${listWords(streams.map(named))}.`;
}

/** "stop the agent on OPS-1, the customer is here": the part that stops names it, and no more. */
export function stopsNamed({ sentence, mentions, ids }: Heard): boolean {
  if (mentions.streams.length === 0 || sentence.unwanted.length > 0) return false;
  const { wanted } = sentence;
  const end = wanted.findIndex((word) => isMark(word) && word !== "-");
  const clause = (end === -1 ? wanted : wanted.slice(0, end)).filter((word) => !isMark(word));
  const lead = clause.find((word) => !FILLERS.has(word));
  if (lead === undefined || !STOP.heads.has(lead)) return false;
  const { streams, rest } = findMentions(clause, ids);
  const held = new Set(mentions.rest);
  // Whoever holds work was taken out of the words.
  const said = rest.filter((word) => held.has(word));
  return (streams.length > 0 || said.length < rest.length) && isCommand(said, STOP);
}

/**
 * "stop the parser" stops it, unless the work itself is called so ("stop button"): a sentence that
 * begins with stopping starts nothing that its verb does not name. Null: it is no such sentence.
 */
export function stopByName(
  reading: Heard,
  words: readonly string[],
  names: NameIndex,
): InterpretedGoal | null {
  const [verb, ...said] = words;
  const doing = (said[0] ?? "").endsWith("ing") && said.length > 1;
  const object = doing ? said.slice(1) : said;
  if (verb === undefined || object.length === 0 || !STOP.heads.has(verb)) return null;
  const agents = object.some((word) => /^agents?$/.test(word));
  const plain = object.filter((word) => !/^(?:agents?|all|the|everything|every)$/.test(word));
  const { ranked, confidence } = matchNames(agents ? plain : object, names);
  const [best] = ranked;
  if (best === undefined) return null;
  const meant = ranked.filter(({ covered }) => covered >= 0.8).map(({ facts }) => facts);
  if (agents && meant.length > 0) return answerCommand(reading, "stop", stopAction(meant), meant);
  if (confidence < reading.threshold) return null;
  const title = best.facts.title.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  // "stop the stop button": said once more than its name has it.
  const twice = words.filter((word) => word === verb).length > 1;
  if (title.includes(verb) && !doing && !twice) return null;
  // "kill the bill: the local llm migration": what is stopped is said beside the verb.
  const { wanted } = reading.sentence;
  const end = wanted.findIndex((word) => isMark(word) && word !== "-");
  const beside = end === -1 || wanted[0] !== verb ? [] : wanted.slice(1, end);
  const held = beside.length === 0 ? [] : matchNames(beside, names).ranked;
  if (beside.length > 0 && held.every(({ facts }) => facts !== best.facts)) {
    return answerSuggestion(reading, ranked, 0, "It asks to stop: name the work to stop.");
  }
  return answerCommand(reading, "stop", stopAction([best.facts]), [best.facts]);
}
