import { type StreamState, unreachable } from "../model/index.ts";
import { count, listWords, type NameOf, plainText } from "./words.ts";

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
