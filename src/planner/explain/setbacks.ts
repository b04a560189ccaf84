import { describeStep, type StreamState, unreachable } from "../../model/index.ts";
import { shellWord } from "./reasons.ts";
import { count, idOf, listWords, type NameOf, plainText } from "../words.ts";

/** What the last attempt was sent back for; the next one goes on from there. */
export function describeRejection(stream: StreamState, nameOf: NameOf): readonly string[] {
  const reason = stream.rejection?.reason;
  if (reason === undefined) return [];
  switch (reason.kind) {
    case "gate-failed":
      return [`Sent back: ${listWords(reason.gates.map(plainText))} failed.`];
    case "conflict":
      return [`Sent back: merge conflict in ${listWords(reason.files.map(plainText))}.`];
    case "semantic-conflict": {
      const suspects = reason.suspects.map(nameOf);
      const gates = listWords(reason.gates.map(plainText));
      const beside = suspects.length === 0 ? "what landed since" : listWords(suspects);
      return [`Sent back: green alone, but ${gates} failed together with ${beside}.`];
    }
    case "uncommitted":
      return [`Sent back: uncommitted changes in ${listWords(reason.files.map(plainText))}.`];
    case "unfinished":
      return [`Sent back: a ${reason.what} was left unfinished.`];
    case "elsewhere":
      return [`Sent back: its work is on ${listWords(reason.places.map(plainText))}.`];
    case "person":
      return [`Sent back by a person: ${plainText(reason.message)}`];
    default:
      return unreachable(reason);
  }
}

/** How often it went wrong so far, and how the last attempt ended. */
export function describeFailures(stream: StreamState): readonly string[] {
  const lines: string[] = [];
  if (stream.failures > 0 || stream.rejections > 0) {
    const failed = count(stream.failures, "failed attempt");
    lines.push(`So far ${failed} and ${count(stream.rejections, "rejection")}.`);
  }
  const last = stream.attempts.filter((one) => one.outcome !== "active").at(-1);
  if (last?.reason !== null && last?.reason !== undefined && last.outcome !== "landed") {
    lines.push(`The last attempt (${plainText(last.agent.name)}): ${plainText(last.reason)}`);
  }
  return lines;
}

/** The steps of the recovery table that were taken, and what a person is asked now. */
export function describeRecovery({ facts, recovery }: StreamState): readonly string[] {
  if (recovery === undefined) return [];
  const { steps, program, escalation, split } = recovery;
  const lines = steps.map(({ detection, step, number, of, program: other, why }) => {
    const told = describeStep(step, other === null ? null : plainText(other));
    return `Recovery step ${number} of ${of} (${detection}): ${told}. ${plainText(why)}`;
  });
  if (program !== null) lines.push(`The configured agent ${plainText(program)} works on it.`);
  if (split?.stage.kind === "proposing") lines.push("It is looked at how it can be divided.");
  if (split?.stage.kind === "applying") lines.push("It is being divided in the roadmap.");
  if (escalation === null || split?.stage.kind === "applying") return lines;
  const { entry, text } = escalation;
  const id = shellWord(idOf(facts.key));
  lines.push(`In your inbox as ${entry}: ${plainText(text)}`);
  if (split?.stage.kind === "proposed") {
    const { parts, adds } = split.stage.proposal;
    const named = listWords(parts.map((part) => `${part.id} ${plainText(part.title)}`));
    const does = adds ? `adds ${named} to the roadmap` : `divides it into ${named}`;
    lines.push(`\`orchestrator approve ${entry}\` ${does}.`);
    if (adds) return [...lines, `\`orchestrator reject ${entry} -m WHY\` leaves it as it is.`];
  }
  lines.push(
    `\`orchestrator answer ${entry} TEXT\` tells its agent something and tries again, \`orchestrator reassign ${id} AGENT\` gives it to another.`,
  );
  return lines;
}
