import type { InputOf, State, TargetId } from "../../model/index.ts";
import { LIMITS, displayKey, streamKey, unlistedFacts, withoutEscapes } from "../../model/index.ts";
import { cut } from "../attempt/questions.ts";
import { currentStream, isStage } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

type Proposed = InputOf<"agent-proposed">;

/**
 * An agent found something beside its work. It becomes a proposal that a person approves or rejects:
 * nobody is ever on the proposal itself, and nothing that it proposes begins by itself. What was
 * heard before, comes too often, or is no longer of anybody's concern changes nothing (laws I6, I9).
 */
export function noteProposed(turn: Turn, proposed: Proposed): void {
  const { attempt, number } = proposed;
  const stream = currentStream(turn.state, attempt);
  if (stream === null || !isStage(stream.stage, "running") || stream.agent === null) return;
  if (number < 1 || number > LIMITS.proposalsPerAttemptMax) return;
  const { key: about, target } = stream.facts;
  const title = plain(proposed.title, LIMITS.titleCharsMax);
  const written = writtenFor(title, proposed);
  if (title === "" || isKnown(turn.state, target, written)) return;
  const serial = nextSerial(turn.state, target);
  const id = `@found/${serial}`;
  const made = unlistedFacts({
    target,
    id,
    title: cut(`Found at ${displayKey(about)}: ${title}`, LIMITS.titleCharsMax),
    number: serial,
    duty: { role: "@found", duty: id, prompt: "", proposes: true, written, about },
  });
  const by = stream.agent.name;
  const facts = { ...made, workable: false, priority: proposed.priority };
  emit(turn, { type: "work-proposed", key: facts.key, facts, attempt, by });
  emit(turn, { type: "split-asked", key: facts.key, by, titles: [] });
}

/** The same, told again after a kill, or said by an attempt that began anew or another agent. */
function isKnown({ streams }: State, target: TargetId, written: string): boolean {
  for (const { facts } of streams.values()) {
    if (facts.duty?.written === written && facts.target === target) return true;
  }
  return false;
}

function nextSerial({ streams }: State, target: TargetId): number {
  let serial = 1;
  while (streams.has(streamKey(target, `@found/${serial}`))) serial += 1;
  return serial;
}

/** In the form in which agents propose work, as data: its words are cut and hold no control characters. */
function writtenFor(title: string, { details, files, priority }: Proposed): string {
  const lines = cut(details, LIMITS.proposalCharsMax)
    .split("\n")
    .map((line) => plain(line.replace(/^\s*[-*>#]+\s*/, ""), LIMITS.titleCharsMax))
    .filter((line) => line !== "")
    .slice(0, LIMITS.proposalLinesMax);
  const paths = files
    .slice(0, LIMITS.proposalFilesMax)
    .map((file) => plain(file, LIMITS.titleCharsMax));
  return JSON.stringify([
    {
      id: "found",
      title,
      priority: priority.toUpperCase(),
      files: paths.filter((file) => file !== ""),
      acceptanceCriteria: lines,
      dependencies: [],
    },
  ]);
}

function plain(text: string, charsMax: number): string {
  return cut(
    withoutEscapes(text)
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
      .trim(),
    charsMax,
  );
}
