import type { InterpretedGoal } from "../../../model/index.ts";
import { answerCommand } from "../answer.ts";
import type { CommandGoal } from "./commands.ts";
import type { Heard } from "../hearing/hearing.ts";
import { askedAbout, isElsewhere } from "./questions.ts";
import { isForTheReader } from "../refusals.ts";
import { stopAction } from "../stopping.ts";
import { EVERYTHING, isCommonWord, PAUSE_WORDS } from "../vocabulary.ts";
import { readWording } from "./wording.ts";

/** To answer what was not asked costs a glance; to stop or to mend what was not meant costs more. */
const SURE_ENOUGH = { acts: 0.85, asks: 0.65, says: 0.8 } as const;

/**
 * What nothing else made out, read by its wording: a state, a report, help … Never a start. Null
 * where what was found stands.
 */
export function answerByWording(
  heard: Heard,
  found: InterpretedGoal,
  actions: Readonly<Record<CommandGoal, string>>,
): InterpretedGoal | null {
  const { sentence, mentions, ids, names, words } = heard;
  // "the parser: has that been done?" has lost what asks when it is matched to names.
  const question = sentence.question || sentence.words.at(-1) === "?";
  const sure = found.confidence >= heard.threshold && !question;
  if (found.goalType !== "suggest" || sure) return null;
  if (mentions.unknown.length > 0 || mentions.torn || isForTheReader(heard)) return null;
  const { asked, share } = readWording({
    words: sentence.words,
    titleWords: ids.titleWords,
    question,
  });
  if (asked === "work") return null;
  const acts = asked === "stop" || asked === "garden";
  if (question && isElsewhere(heard)) return null;
  // "pause the team till lunch" ends nothing.
  if (asked === "stop" && sentence.words.some((word) => PAUSE_WORDS.has(word))) return null;
  // "don't fix the blockers"
  if (asked === "garden" && sentence.unwanted.length > 0) return null;
  const least = acts ? SURE_ENOUGH.acts : SURE_ENOUGH[question ? "asks" : "says"];
  if (share < least) return null;
  // Work named without a question is spoken of, or held back: that it says so is the answer.
  const named = mentions.streams.length > 0;
  if (question ? acts : named && !acts) return null;
  // "stop the vacuum": something else stops than the agents.
  const strange = STOPPED.exec(sentence.words.join(" "))?.[1];
  if (asked === "stop" && strange !== undefined && !isCommonWord(strange)) return null;
  // "stop the lot, and 1.2 maybe tomorrow" stops all of it.
  const whole = sentence.words.some((word) => EVERYTHING.heads.has(word) || word === "lot");
  const one = named || acts ? null : askedAbout(words, names);
  const streams = asked === "stop" && whole ? [] : mentions.streams;
  const about = one === null ? streams : [one];
  const action = asked === "stop" && about.length > 0 ? stopAction(about) : actions[asked];
  const confidence = Math.round(share * 100) / 100;
  const reason = `It is worded as ${WORDED[asked]}.`;
  return { ...answerCommand(heard, asked, action, about), confidence, reason };
}

const STOPPED = /(?:^|[,.;] )(?:please |just )*(?:stop|halt|kill|cancel) (?:the|my|a) (\S+)/;

const WORDED: Readonly<Record<CommandGoal, string>> = {
  status: "a question about how things stand",
  report: "a wish for a report",
  list_agents: "a question about the agents",
  help: "a question about what can be done",
  garden: "a wish to put the roadmap in order",
  stop: "a wish to stop",
};
