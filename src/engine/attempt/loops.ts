import type { AttemptId, InputOf, LoopNote, LoopVerdict } from "../../model/index.ts";
import { LIMITS } from "../../model/index.ts";
import { askForHelp, cut, newMessage } from "./questions.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

type Looped = InputOf<"agent-looped">;

const EVIDENCE_LINES_MAX = 10;
const EVIDENCE_CHARS_MAX = 400;

/**
 * An agent goes in circles while its files stay as they are: first a word to it, then a fresh
 * conversation, then a person (law I6: a loop costs a turn, not a budget).
 */
export function noteLooped(turn: Turn, looped: Looped): void {
  const { attempt, progressed } = looped;
  const stream = currentStream(turn.state, attempt);
  if (stream === null || !isStage(stream.stage, "running")) return;
  if (looped.number !== stream.stage.heard.loops + 1 || stream.stage.stopping !== null) return;
  const verdict = VERDICTS[progressed ? 0 : Math.min(stream.loops, VERDICTS.length - 1)] ?? "park";
  const evidence = looped.evidence
    .slice(0, EVIDENCE_LINES_MAX)
    .map((line) => cut(line, EVIDENCE_CHARS_MAX));
  const loop: LoopNote = { pattern: looped.pattern, verdict, evidence };
  emit(turn, { type: "loop-found", attempt, loop, progressed });
  if (verdict === "nudge") {
    const { key } = stream.facts;
    const message = newMessage(turn, "nudge", WATCH, nudgeText(loop));
    emit(turn, { type: "messaged", key, message });
  } else emit(turn, { type: "agent-stopping", attempt, cause: "loop", now: false });
}

const VERDICTS: readonly LoopVerdict[] = [
  "nudge",
  "fresh",
  "park",
] satisfies readonly LoopVerdict[];
const WATCH = "the watch";

/** What follows once the agent has ended; true when a person is asked. */
export function resolveLoop(turn: Turn, attempt: AttemptId, loop: LoopNote): boolean {
  if (loop.verdict === "park") {
    askForHelp(turn, attempt, "stuck", stuckText(loop));
    return true;
  }
  if (loop.verdict === "fresh") {
    const key = currentStream(turn.state, attempt)?.facts.key;
    if (key === undefined) return false;
    const message = newMessage(turn, "nudge", WATCH, freshText(loop));
    emit(turn, { type: "messaged", key, message });
  }
  return false;
}

function nudgeText(loop: LoopNote): string {
  return `You are going in circles, and no file has changed meanwhile:\n${seen(loop)}\nTry something else; if you cannot, say what is missing and end.`;
}

function freshText(loop: LoopNote): string {
  return `An earlier conversation about this work went in circles and was ended:\n${seen(loop)}\nWhat it left is in your working directory. Take another way.`;
}

function stuckText(loop: LoopNote): string {
  return `It goes in circles (${loop.pattern}), ${LIMITS.loopsMax} times without a change:\n${seen(loop)}`;
}

function seen({ evidence }: LoopNote): string {
  return evidence.map((line) => `- ${line}`).join("\n");
}
