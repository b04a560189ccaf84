import type { DecisionReason, Question, State, StreamKey, StreamState } from "../../model/index.ts";
import { SLOT_STAGES, displayKey, unreachable } from "../../model/index.ts";
import { describeNote, explainEscalation } from "./recovery-words.ts";
import { isAvailable, isComplete, orderedStreams, statusNow } from "./streams.ts";
import type { ExplainView } from "./types.ts";
import { type Explained, explainReason, listOf, promptText } from "./words.ts";

/** Why a work stream stands where it stands and what ends it (law I10); null when unknown. */
export function explainView(state: State, key: StreamKey): ExplainView | null {
  const stream = state.streams.get(key);
  if (stream === undefined) return null;
  const said = [...explainStage(state, stream), ...explainEscalation(stream)];
  return {
    key,
    id: displayKey(key),
    title: stream.facts.title,
    status: statusNow(stream),
    stage: stream.stage.kind,
    inRoadmap: stream.inRoadmap,
    startable: isAvailable(state, stream),
    why: said.map(({ why }) => sentence(why)),
    endsWhen: said.flatMap(({ ends }) => (ends === "" ? [] : [sentence(ends)])),
    decision: stream.decision,
    dependencies: stream.facts.dependsOn.map((on) => {
      const other = state.streams.get(on);
      return {
        id: displayKey(on),
        title: other?.facts.title ?? "",
        stage: other?.stage.kind ?? null,
        complete: other !== undefined && isComplete(other),
      };
    }),
    dependents: orderedStreams(state)
      .filter((other) => other.facts.dependsOn.includes(key))
      .map((other) => displayKey(other.facts.key)),
    agent: stream.agent,
    failures: stream.failures,
    rejections: stream.rejections,
    attempts: stream.attempts,
    recovery: (stream.recovery?.steps ?? []).map((note) => sentence(describeNote(note))),
    evidence: stream.rejection?.evidence ?? null,
  };
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function explainStage(state: State, stream: StreamState): Explained[] {
  const { stage } = stream;
  const id = displayKey(stream.facts.key);
  const agent = stream.agent?.name ?? "its agent";
  switch (stage.kind) {
    case "waiting":
      return explainWaiting(state, stream);
    case "preparing":
      return [{ why: `a workspace is being prepared for ${agent}`, ends: "it is ready" }];
    case "running":
      return explainRunning(stream, agent);
    case "collecting":
      return [{ why: `what ${agent} left is being archived`, ends: "every byte is safe" }];
    case "queued":
      return [explainQueue(state, stream, stage.attempt)];
    case "merging":
      return [{ why: "it is being merged with what landed since", ends: "the merge is built" }];
    case "verifying":
      return [{ why: "the gates run on the merged tree", ends: "they have answered" }];
    case "verifying-alone":
      return [
        {
          why: "the merged tree is red; the gates run on the work alone to find who is to blame",
          ends: "they have answered",
        },
      ];
    case "landing":
      return [{ why: "it is green and is being landed", ends: "the branch has moved" }];
    case "needs-person":
      return [
        {
          why: `it is green, but a person must agree: ${listOf(stage.why)}`,
          ends: `somebody lets it land: orchestrator approve ${stage.entry}, or sends it back: orchestrator reject ${stage.entry} -m WHY`,
        },
      ];
    case "parked":
      return stage.asking.map((question) => explainQuestion(question, agent));
    case "completed":
      return [
        stage.diverted
          ? {
              why: `it landed as ${stage.commit.slice(0, 12)} beside the checkout, which has changes in the way`,
              ends: "the checkout is brought along: orchestrator land",
            }
          : { why: `it landed as ${stage.commit.slice(0, 12)}`, ends: "" },
      ];
    case "unverified":
      return [
        {
          why: `it was run without verification and is kept under ${stage.work.archiveRef}`,
          ends: `somebody lets it land all the same: orchestrator land --force ${id}`,
        },
      ];
    case "blocked":
      return [{ why: stage.reason, ends: `it is tried again: orchestrator retry ${id}` }];
    case "skipped":
      return [
        {
          why: `it was skipped: ${stage.reason}`,
          ends: `it is taken up again: orchestrator retry ${id}`,
        },
      ];
    case "stopped":
      return [{ why: stage.reason, ends: "the session goes on: orchestrator resume" }];
    case "settled":
      return [{ why: settledWords(stream, stage.status), ends: "" }];
    default:
      return unreachable(stage);
  }
}

function settledWords({ facts }: StreamState, status: string): string {
  if (facts.duty !== undefined) return "it is done; it is work in no roadmap";
  return `a person settled it in the roadmap: ${status}`;
}

/** A number of agents that changes with every landing is told as it is, not as it was decided. */
function asItIsNow({ size, concurrency, streams }: State, reason: DecisionReason): DecisionReason {
  if (reason.kind !== "limit" || reason.why === undefined || size === null) return reason;
  const running = [...streams.values()].filter(({ stage }) => SLOT_STAGES.has(stage.kind)).length;
  const limit = Math.min(size.agents, concurrency);
  return { kind: "limit", running, limit, why: `of ${concurrency} that may be: ${size.why}` };
}

function explainWaiting(state: State, stream: StreamState): Explained[] {
  if (isComplete(stream)) return [{ why: "the roadmap says it is complete", ends: "" }];
  if (stream.facts.defect !== null) {
    return [{ why: stream.facts.defect, ends: "the roadmap is corrected" }];
  }
  const reasons = stream.decision?.reasons ?? [];
  if (reasons.length > 0) return reasons.map((one) => explainReason(asItIsNow(state, one)));
  const pending = stream.facts.dependsOn.filter((on) => {
    const other = state.streams.get(on);
    return other === undefined || !isComplete(other);
  });
  if (pending.length > 0) return [explainReason({ kind: "dependency", on: pending })];
  if (!stream.facts.workable) {
    return [explainReason({ kind: "status", status: stream.facts.status })];
  }
  return [
    {
      why: "nothing stands in its way, and no session has asked for it yet",
      ends: `it is run: orchestrator run ${displayKey(stream.facts.key)}`,
    },
  ];
}

function explainQuestion(question: Question, agent: string): Explained {
  const { kind, text, id } = question;
  const why = `${agent} ${ASKED[kind]}: ${text}`;
  const ends =
    kind === "permission"
      ? `somebody says yes or no: orchestrator approve ${id}, orchestrator reject ${id} -m WHY`
      : `somebody answers: orchestrator answer ${id} TEXT`;
  return { why, ends };
}

const ASKED: Readonly<Record<Question["kind"], string>> = {
  question: "asks",
  permission: "wants to do what nobody has permitted",
  approval: "wants its work approved",
  stuck: "is stuck",
  blocked: "cannot go on",
};

function explainRunning(stream: StreamState, agent: string): Explained[] {
  const { stage } = stream;
  if (stage.kind !== "running") return [];
  if (stage.stopping !== null) {
    return [
      {
        why: `${agent} is being stopped (${stage.stopping.cause})`,
        ends: "its processes are gone",
      },
    ];
  }
  if (stage.asking.length > 0) return stage.asking.map((one) => explainQuestion(one, agent));
  const seen = stage.liveness === "alive" ? "" : ", though nothing was seen of it lately";
  const told = promptText(stream.attempts.at(-1)?.prompt);
  const which = [`attempt ${stream.generation}`, ...(told === undefined ? [] : [told])].join("; ");
  return [{ why: `${agent} is working on it (${which})${seen}`, ends: "it ends" }];
}

function explainQueue(state: State, stream: StreamState, attempt: string): Explained {
  const target = state.targets.get(stream.facts.target);
  const place = target?.queue.indexOf(attempt) ?? -1;
  const before = place > 0 ? ` behind ${place} other${place === 1 ? "" : "s"}` : "";
  return {
    why: `its work is done and waits for its turn to land${before}; landings go one by one`,
    ends: "it is its turn",
  };
}
