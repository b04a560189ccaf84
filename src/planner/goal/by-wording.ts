import type { InterpretedGoal } from "../../model/index.ts";
import { answerCommand } from "./answer.ts";
import type { CommandGoal } from "./commands.ts";
import type { Heard } from "./hearing/hearing.ts";
import { askedAbout } from "./questions.ts";
import { isForTheReader } from "./refusals.ts";
import { stopAction } from "./stopping.ts";
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
  const sure = found.confidence >= heard.threshold && !sentence.question;
  if (found.goalType !== "suggest" || sure) return null;
  if (mentions.unknown.length > 0 || mentions.torn || isForTheReader(heard)) return null;
  const { asked, share } = readWording({
    words: sentence.words,
    titleWords: ids.titleWords,
    question: sentence.question,
  });
  if (asked === "work") return null;
  const acts = asked === "stop" || asked === "garden";
  const least = acts ? SURE_ENOUGH.acts : SURE_ENOUGH[sentence.question ? "asks" : "says"];
  if (share < least) return null;
  // Work named without a question is spoken of, or held back: that it says so is the answer.
  const named = mentions.streams.length > 0;
  if (sentence.question ? acts : named && asked !== "stop") return null;
  const one = named || acts ? null : askedAbout(words, names);
  const about = one === null ? mentions.streams : [one];
  const action = asked === "stop" && named ? stopAction(about) : actions[asked];
  const confidence = Math.round(share * 100) / 100;
  const reason = `It is worded as ${WORDED[asked]}.`;
  return { ...answerCommand(heard, asked, action, about), confidence, reason };
}

const WORDED: Readonly<Record<CommandGoal, string>> = {
  status: "a question about how things stand",
  report: "a wish for a report",
  list_agents: "a question about the agents",
  help: "a question about what can be done",
  garden: "a wish to put the roadmap in order",
  stop: "a wish to stop",
};
