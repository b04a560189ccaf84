import { type DecisionReason, type StreamKey, unreachable } from "../../model/index.ts";
import { idOf, listWords, nameBy, percent, plainText, type Titles } from "../words.ts";

/** Why a stream is not started now (or is), as a sentence without a full stop. */
export function describeReason(reason: DecisionReason, titles: Titles = new Map()): string {
  const nameOf = nameBy(titles);
  switch (reason.kind) {
    case "dependency":
      return reason.on.length === 0
        ? "waits for a dependency"
        : `waits for ${listWords(reason.on.map(nameOf), 5)}`;
    case "overlap": {
      const files = reason.files.map(plainText);
      const which = files.length === 0 ? "" : ` on ${listWords(files)}`;
      const share = percent(reason.share);
      return `its files overlap by ${share} with ${nameOf(reason.with)}${which}`;
    }
    case "limit":
      return `${reason.running} of at most ${reason.limit} agents are at work${reason.why === undefined ? "" : ` (${plainText(reason.why)})`}`;
    case "landings":
      return `${reason.waiting} work streams that are done wait to land, at most ${reason.limit} may`;
    case "backoff":
      return `waits until ${timeWords(reason.untilMs)} after ${plainText(reason.after)}`;
    case "priority":
      return `${nameOf(reason.behind)} goes first`;
    case "defect":
      return `cannot start as the roadmap is written: ${plainText(reason.message)}`;
    case "status":
      return `the roadmap says ${statusWords(reason.status)}`;
    case "claimed":
      return `${plainText(reason.by)} holds it in the roadmap`;
    case "not-selected":
      return "not part of this run";
    case "paused":
      return "the run is paused";
    case "held":
      return `${plainText(reason.by)} has paused it`;
    case "account":
      if (reason.credit === true) {
        return `the agents' account has no credit (${plainText(reason.message)})`;
      }
      return reason.untilMs === null
        ? `the agents must be logged in (${plainText(reason.message)})`
        : `the agents' account is at its limit until ${timeWords(reason.untilMs)}`;
    case "base-unverified":
      return "the gates have not yet judged the branch it would start from";
    case "base-red":
      return reason.gates.length === 0
        ? "the branch it would start from is red"
        : `the branch it would start from is red in ${listWords(reason.gates.map(plainText))}`;
    case "budget":
      return `the budget holds it back: ${plainText(reason.why)}`;
    case "machine":
      return `nobody starts beside those at work: ${plainText(reason.why)}`;
    case "stagger":
      return `one agent starts after the other, the next at ${timeWords(reason.untilMs)}`;
    case "ready":
      return "ready to start";
    default:
      return unreachable(reason);
  }
}

/** What has to happen for the reason to go away, as a sentence without a full stop. */
export function describeEnd(
  reason: DecisionReason,
  key: StreamKey,
  titles: Titles = new Map(),
): string {
  const nameOf = nameBy(titles);
  const id = shellWord(idOf(key));
  switch (reason.kind) {
    case "dependency": {
      const verb = reason.on.length === 1 ? "is" : "are";
      return `${listWords(reason.on.map(nameOf), 5)} ${verb} complete`;
    }
    case "overlap":
      return `${nameOf(reason.with)} has landed or given up`;
    case "limit":
      if (reason.why !== undefined) return `one of the ${reason.running} running ends or lands`;
      return `one of the ${reason.running} running ends, or \`orchestrator parallel set-limit\` allows more than ${reason.limit}`;
    case "landings":
      return "one of those that are done has landed or gone back";
    case "backoff":
      return `${timeWords(reason.untilMs)}, or at once by \`orchestrator retry ${id}\``;
    case "priority":
      return `${nameOf(reason.behind)} has started`;
    case "defect":
      return /^it waits for itself|wait for one another$/.test(reason.message)
        ? "a dependency of the circle is taken out (`orchestrator garden --break-cycles` proposes one)"
        : "the roadmap is corrected (`orchestrator roadmap lint` shows the lines)";
    case "status":
      return `the status is changed in the roadmap (\`orchestrator roadmap set ${id}\`)`;
    case "claimed":
      return `${plainText(reason.by)} finishes it or is taken off it in the roadmap`;
    case "not-selected":
      return `it is asked for: \`orchestrator run ${id}\``;
    case "paused":
      return "`orchestrator resume`";
    case "held":
      return `\`orchestrator resume ${id}\``;
    case "account":
      if (reason.credit === true) return "somebody has paid, and `orchestrator resume`";
      return reason.untilMs === null
        ? "somebody has logged in, and `orchestrator resume`"
        : `${timeWords(reason.untilMs)}, and one agent has found that it is over`;
    case "base-unverified":
      return "the gates have run on the branch";
    case "base-red":
      return `the branch is green again, or its gates say \`baseline: allow\`, and \`orchestrator run ${id}\` has it judged anew (\`orchestrator logs --failed\` shows what fails)`;
    case "budget": {
      const raised = "it is raised: `orchestrator budget set`";
      return reason.untilMs === null ? raised : `${timeWords(reason.untilMs)}, or ${raised}`;
    }
    case "machine":
      return `the machine has more of its ${MACHINE_PARTS[reason.lack]} free, or nobody is at work any more`;
    case "stagger":
      return `${timeWords(reason.untilMs)}, or nobody is at work any more`;
    case "ready":
      return "an agent takes it, at the next turn of the loop";
    default:
      return unreachable(reason);
  }
}

export function statusWords(status: string): string {
  return plainText(status).replaceAll("_", " ");
}

const MACHINE_PARTS = { memory: "memory", disk: "disk", cpu: "processors" } as const;

/** An id as one word of a command line that can be copied (law I14). */
export function shellWord(text: string): string {
  const safe = /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(text);
  const word = safe ? text : `'${text.replaceAll("'", "'\\''")}'`;
  return text.startsWith("-") ? `-- ${word}` : word;
}

/** `2026-03-01 14:05:10 UTC`; the same for every reader. */
export function timeWords(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return "a time unknown";
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
