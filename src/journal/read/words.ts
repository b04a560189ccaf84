import type { DecisionReason, PromptSize, Question, StreamState } from "../../model/index.ts";
import { displayKey, unreachable } from "../../model/index.ts";

/** Why something waits and what ends it: two sentences without their full stops. */
export interface Explained {
  readonly why: string;
  readonly ends: string;
}

/** Names the id, limit or path that stands in the way (decision 24). */
export function explainReason(reason: DecisionReason): Explained {
  switch (reason.kind) {
    case "dependency": {
      const ids = listOf(reason.on.map(displayKey));
      return { why: `it depends on ${ids}, not complete yet`, ends: `${ids} completes` };
    }
    case "overlap":
      return explainOverlap(reason);
    case "limit":
    case "landings":
      return explainRoom(reason);
    case "backoff":
      return {
        why: `it is tried again after ${reason.after}`,
        ends: `it is ${new Date(reason.untilMs).toISOString()}`,
      };
    case "priority":
      return {
        why: `${displayKey(reason.behind)} goes first`,
        ends: `${displayKey(reason.behind)} has been started`,
      };
    case "defect":
      return { why: reason.message, ends: "the roadmap is corrected" };
    case "status":
      return {
        why: `the roadmap says "${reason.status}"`,
        ends: "its status in the roadmap is changed",
      };
    case "claimed":
      return {
        why: `the roadmap says that ${reason.by} holds it`,
        ends: "the claim is taken out of the roadmap",
      };
    case "not-selected":
      return {
        why: "this session is not for it",
        ends: "it is named: orchestrator run <id>, or everything is run: orchestrator batch",
      };
    case "paused":
      return { why: "the session is paused", ends: "it goes on: orchestrator resume" };
    case "held":
      return { why: `${reason.by} has paused it`, ends: "it goes on: orchestrator resume ID" };
    case "account":
      return explainAccount(reason);
    case "base-unverified":
      return {
        why: "the gates are still being run on the branch as it is",
        ends: "they have answered",
      };
    case "base-red":
      return {
        why: `the branch itself fails ${listOf(reason.gates)}`,
        ends: "the branch passes its gates or a gate says baseline: allow, and a run judges it anew",
      };
    case "budget":
      return explainBudget(reason);
    case "machine":
    case "stagger":
      return explainMachine(reason);
    case "ready":
      return { why: "nothing stands in its way", ends: "an agent is free" };
    default:
      return unreachable(reason);
  }
}

function explainMachine(
  reason: Extract<DecisionReason, { readonly kind: "machine" | "stagger" }>,
): Explained {
  const alone = "or nobody is at work any more";
  if (reason.kind === "machine") {
    const why = `nobody starts beside those at work: ${reason.why}`;
    return { why, ends: `the machine has more of it free, ${alone}` };
  }
  const at = new Date(reason.untilMs).toISOString();
  return { why: "one agent starts after the other", ends: `it is ${at}, ${alone}` };
}

function explainAccount(reason: Extract<DecisionReason, { readonly kind: "account" }>): Explained {
  const { untilMs, message, credit } = reason;
  if (credit === true) {
    return { why: `the agents' account has no credit: ${message}`, ends: "somebody has paid" };
  }
  if (untilMs === null) {
    return { why: `the agents must be logged in: ${message}`, ends: "somebody has logged in" };
  }
  return {
    why: `the agents' account is at its limit: ${message}`,
    ends: `it is ${new Date(untilMs).toISOString()}, and one agent has tried`,
  };
}

function explainOverlap(reason: Extract<DecisionReason, { readonly kind: "overlap" }>): Explained {
  const other = displayKey(reason.with);
  const share = Math.round(reason.share * 100);
  return {
    why: `it shares ${share} % of its files with ${other}, which is being worked on (${listOf(reason.files)})`,
    ends: `${other} has landed or ended`,
  };
}

function explainBudget(reason: Extract<DecisionReason, { readonly kind: "budget" }>): Explained {
  const raised = "it is raised: orchestrator budget set";
  const at = reason.untilMs === null ? "" : `it is ${new Date(reason.untilMs).toISOString()}, or `;
  return { why: `the budget holds it back: ${reason.why}`, ends: `${at}${raised}` };
}

function explainRoom(
  reason: Extract<DecisionReason, { readonly kind: "limit" | "landings" }>,
): Explained {
  if (reason.kind === "landings") {
    return {
      why: `${reason.waiting} finished work streams wait to land, as many as may`,
      ends: "one of them has landed or gone back",
    };
  }
  return {
    why: `${reason.running} of at most ${reason.limit} work streams are being worked on${reason.why === undefined ? "" : ` (${reason.why})`}`,
    ends:
      reason.why === undefined
        ? "one of them ends, or the limit is raised (orchestrator parallel -n)"
        : "one of them ends or lands",
  };
}

/** `a`, `a and b`, `a, b and c`; long lists are cut with their length. */
export function listOf(items: readonly string[]): string {
  if (items.length === 0) return "nothing";
  if (items.length === 1) return items[0] ?? "";
  if (items.length <= 5) return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  return `${items.slice(0, 4).join(", ")} and ${items.length - 4} more`;
}

/** Why a work stream stands where it stands; null when there is nothing to say. */
export function reasonOf(stream: StreamState): string | null {
  const { stage } = stream;
  switch (stage.kind) {
    case "blocked":
    case "skipped":
    case "stopped":
      return stage.reason;
    case "settled":
      return `a person settled it in the roadmap: ${stage.status}`;
    case "needs-person":
      return `waits for a person: ${listOf(stage.why)}`;
    case "parked":
      return askedText(stage.asking);
    case "unverified":
      return "run without verification; it landed nowhere";
    case "completed":
      if (stage.forced) return "landed unverified, because a person said so";
      return stage.diverted
        ? "the checkout had changes in the way; bring it along with orchestrator land"
        : null;
    case "waiting":
      return waitingReason(stream);
    case "running":
      return stage.asking.length === 0 ? null : askedText(stage.asking);
    case "preparing":
    case "collecting":
    case "queued":
    case "merging":
    case "verifying":
    case "verifying-alone":
    case "landing":
      return null;
    default:
      return unreachable(stage);
  }
}

function askedText(asking: readonly Question[]): string {
  return asking.map(({ text }) => text).join("; ");
}

/** An id as one word of a command line, which people copy: quoted, and never an option. */
export function commandWord(id: string): string {
  const word = /^[\w@%+=:,./-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
  return id.startsWith("-") ? `-- ${word}` : word;
}

function waitingReason(stream: StreamState): string | null {
  if (stream.facts.defect !== null) return stream.facts.defect;
  const reasons = (stream.decision?.reasons ?? []).filter((one) => one.kind !== "ready");
  if (reasons.length === 0) return null;
  return reasons.map((one) => explainReason(one).why).join("; ");
}

/** How much of its model's window an agent's prompt takes. */
export function promptText(prompt: PromptSize | undefined): string | undefined {
  if (prompt === undefined) return undefined;
  const { tokens, windowTokens } = prompt;
  const share = ((tokens / windowTokens) * 100).toFixed(1);
  return `its prompt is about ${tokens} tokens, ${share}% of its model's window`;
}
