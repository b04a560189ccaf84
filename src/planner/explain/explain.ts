import {
  type Decision,
  type DecisionReason,
  type Stage,
  type State,
  type StreamFacts,
  type StreamKey,
  type StreamState,
} from "../../model/index.ts";
import {
  agentOf,
  causeWords,
  endedPart,
  filesLine,
  type Part,
  queuedPart,
  runningPart,
} from "./stages.ts";
import { describeEnd, describeReason, shellWord } from "./reasons.ts";
import { describeFailures, describeRecovery, describeRejection } from "./setbacks.ts";
import { durationWords, idOf, nameBy, type Titles, plainText } from "../words.ts";

/** Decision 24: names the blocking id, limit or path, and what ends it. */
export interface Explanation {
  readonly headline: string;
  readonly lines: readonly string[];
  /** What ends the present state, as a sentence without a full stop; null when it is final. */
  readonly endsWhen: string | null;
}

/** Why a stream stands where it stands, in plain words. */
export function explainStream(state: State, key: StreamKey): Explanation {
  const stream = state.streams.get(key);
  if (stream === undefined) {
    return { headline: `There is no work stream ${idOf(key)}`, lines: [], endsWhen: null };
  }
  const titles = new Map([...state.streams].map(([one, { facts }]) => [one, facts.title]));
  const part = describeStage(state, stream, titles);
  const lines = [...part.lines];
  if (!stream.inRoadmap) lines.push("It is no longer in the roadmap.");
  lines.push(...describeFailures(stream), ...describeRecovery(stream));
  return { headline: sentence(part.headline), lines, endsWhen: part.ends };
}

/** The same for a stream that nothing runs, from a plan's decision; null: the plan has none. */
export function explainDecision(
  facts: StreamFacts,
  decision: Decision | null,
  all: readonly StreamFacts[],
): Explanation {
  const titles = new Map(all.map((one) => [one.key, one.title]));
  const part = decision === null ? settledPart(facts) : decisionPart(decision, titles);
  return {
    headline: sentence(part.headline),
    lines: part.lines,
    endsWhen: part.ends,
  };
}

function settledPart(facts: StreamFacts): Part {
  const headline = facts.status === "complete" ? "complete" : describeStatus(facts);
  return { headline, lines: [], ends: null };
}

function describeStatus(facts: StreamFacts): string {
  return describeReason({ kind: "status", status: facts.status });
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function decisionPart(decision: Decision, titles: Titles): Part {
  const [first, ...others] = decision.reasons;
  if (first === undefined)
    return { headline: "waiting, no reason recorded", lines: [], ends: null };
  const verb = { start: "", wait: "waiting: ", never: "cannot start: " }[decision.decision];
  const blocking = decision.reasons.filter((reason) => reason.kind !== "ready");
  const ends = (blocking.length > 0 ? blocking : [first]).map((reason) =>
    describeEnd(reason, decision.key, titles),
  );
  return {
    headline: `${verb}${describeReason(first, titles)}`,
    lines: others.map((reason) => `Also: ${describeReason(reason, titles)}.`),
    ends: ends.join("; and "),
  };
}

function describeStage(state: State, stream: StreamState, titles: Titles): Part {
  const { stage } = stream;
  const id = shellWord(idOf(stream.facts.key));
  switch (stage.kind) {
    case "waiting":
      return waitingPart(state, stream, stage, titles);
    case "preparing":
      return {
        headline: `${agentOf(stream)} is getting a workspace`,
        lines: [],
        ends: "the clone is made and the setup commands have run",
      };
    case "running":
      return runningPart(state, stream, stage);
    case "collecting":
      return {
        headline: `${agentOf(stream)} has ended; everything it left is being archived`,
        lines: stage.stopped === null ? [] : [`It was stopped: ${causeWords(stage.stopped)}.`],
        ends: "the archive is written",
      };
    case "queued":
      return queuedPart(state, stream, stage, nameBy(titles));
    case "merging":
      return {
        headline: "its work is being merged onto the integration branch",
        lines: [filesLine(stage.work.files)],
        ends: "the merge is built, or a conflict goes back to the agent",
      };
    case "verifying":
      return {
        headline: "the gates are judging the exact tree that would land",
        lines: [filesLine(stage.candidate.files)],
        ends: "the gates have answered",
      };
    case "verifying-alone":
      return {
        headline: "red together with what landed since; the gates are judging it alone",
        lines: stage.together.results
          .filter((one) => one.verdict === "failed" || one.verdict === "timeout")
          .map((one) => `${plainText(one.name)}: ${plainText(one.reason)}`),
        ends: "it is known whether this work or the combination is to blame",
      };
    case "landing":
      return {
        headline: "its gates are green; it is landing",
        lines: [],
        ends: "the integration branch has moved to it, or it is rebuilt because the branch moved",
      };
    case "needs-person":
      return {
        headline: "green, but a person must agree",
        lines: stage.why.map((why) => `- ${plainText(why)}`),
        ends: `\`orchestrator approve ${stage.entry}\` lets it land; \`orchestrator reject ${stage.entry} -m WHY\` sends it back; \`orchestrator retry ${id}\` starts it anew`,
      };
    default:
      return endedPart(stage, id, stream.facts.duty !== undefined);
  }
}

function waitingPart(
  state: State,
  stream: StreamState,
  stage: Extract<Stage, { kind: "waiting" }>,
  titles: Titles,
): Part {
  const setback = describeRejection(stream, nameBy(titles));
  const { decision } = stream;
  const { key } = stream.facts;
  const session = state.session;
  const live = session !== null && ["planning", "executing", "paused"].includes(session.state);
  if (!live) {
    const lasting = findLastingReason(state, stream.facts);
    if (lasting !== null) {
      const part = decisionPart({ key, decision: "wait", reasons: [lasting] }, titles);
      return { ...part, lines: setback };
    }
    return {
      headline: "waiting: nothing is running",
      lines: setback,
      ends: `\`orchestrator run ${shellWord(idOf(key))}\``,
    };
  }
  // Where money is short, nobody failed: the decision says which limit it is.
  const cools = stage.notBeforeMs > state.nowMs && stage.short === undefined;
  if (cools && decision?.reasons[0]?.kind !== "backoff") {
    const after = stream.rejection === null ? "a failed attempt" : "a rejection";
    const reason = { kind: "backoff", untilMs: stage.notBeforeMs, after } as const;
    const part = decisionPart({ key, decision: "wait", reasons: [reason] }, titles);
    return { ...part, lines: [...part.lines, ...setback] };
  }
  if (session.state === "paused" && decision?.reasons[0]?.kind !== "paused") {
    const part = decisionPart({ key, decision: "wait", reasons: [{ kind: "paused" }] }, titles);
    return { ...part, lines: [...part.lines, ...setback] };
  }
  if (decision === null) {
    return {
      headline: "waiting: not looked at yet",
      lines: setback,
      ends: "the next turn of the loop",
    };
  }
  const part = decisionPart(decision, titles);
  const since = `Waiting for ${durationWords((state.nowMs - stage.sinceMs) / 1000)}.`;
  return { ...part, lines: [...part.lines, since, ...setback] };
}

/** What would keep a stream from starting even if something ran. */
function findLastingReason(state: State, facts: StreamFacts): DecisionReason | null {
  if (facts.defect !== null) return { kind: "defect", message: facts.defect };
  if (!facts.workable) return { kind: "status", status: facts.status };
  if (facts.assignee !== null) return { kind: "claimed", by: facts.assignee };
  const on = facts.dependsOn.filter((key) => {
    const before = state.streams.get(key);
    if (before === undefined) return true;
    return before.stage.kind !== "completed" && before.facts.status !== "complete";
  });
  return on.length === 0 ? findRedBase(state, facts) : { kind: "dependency", on };
}

/** The branch as the gates last saw it: nothing starts from a red one. */
function findRedBase(state: State, facts: StreamFacts): DecisionReason | null {
  const base = state.targets.get(facts.target)?.base ?? null;
  const red = (base?.report.results ?? []).filter(
    ({ verdict }) => verdict === "failed" || verdict === "timeout",
  );
  return red.length === 0 ? null : { kind: "base-red", gates: red.map(({ name }) => name) };
}

/** The newest look at its branch found it red, and nobody looks now. */
export function isHeldByRedBase(state: State, key: StreamKey): boolean {
  const stream = state.streams.get(key);
  if (stream?.stage.kind !== "waiting" || !stream.inRoadmap) return false;
  return findLastingReason(state, stream.facts)?.kind === "base-red";
}
