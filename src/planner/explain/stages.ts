import {
  describeForeseen,
  keyOf,
  type Question,
  type Stage,
  type State,
  type StreamState,
  targetOf,
  unreachable,
} from "../../model/index.ts";
import { statusWords, timeWords } from "./reasons.ts";
import { count, durationWords, listWords, type NameOf, plainText } from "../words.ts";

/** What a stage looks like to a person; `ends` is null when it is final. */
export interface Part {
  readonly headline: string;
  readonly lines: readonly string[];
  readonly ends: string | null;
}

type EndedKind =
  | "parked"
  | "completed"
  | "unverified"
  | "blocked"
  | "skipped"
  | "stopped"
  | "settled";

export function endedPart(
  stage: Extract<Stage, { kind: EndedKind }>,
  id: string,
  isDuty: boolean,
): Part {
  const again = `\`orchestrator retry ${id}\``;
  switch (stage.kind) {
    case "completed": {
      const how = stage.forced ? ", forced by a person and verified by nothing" : "";
      const headline = `landed at ${timeWords(stage.atMs)} as ${stage.commit.slice(0, 12)}${how}`;
      if (!stage.diverted) return { headline, lines: [], ends: null };
      return {
        headline,
        lines: ["The checkout had changes in the way, so it waits on refs/orchestrator/landed."],
        ends: "the checkout is free of those changes and `orchestrator land` is run",
      };
    }
    case "unverified":
      return {
        headline: "run, verified by nothing, landed nowhere",
        lines: [`Its work is kept under ${plainText(stage.work.archiveRef)}.`],
        ends: `\`orchestrator land --force ${id}\`, or ${again} to have it verified`,
      };
    case "parked":
      return askingPart(stage.asking);
    case "blocked":
      return {
        headline: `blocked: ${plainText(stage.reason)}`,
        lines: [`Since ${timeWords(stage.atMs)}.`],
        ends: `${again} once the reason is gone, or \`orchestrator skip ${id}\``,
      };
    case "skipped":
      return {
        headline: `skipped: ${plainText(stage.reason)}`,
        lines: [`Since ${timeWords(stage.atMs)}.`],
        ends: again,
      };
    case "stopped":
      return {
        headline: `stopped: ${plainText(stage.reason)}`,
        lines: [`Since ${timeWords(stage.atMs)}; what the agent left is archived.`],
        ends: again,
      };
    case "settled":
      return {
        headline: isDuty
          ? "done: it is work in no roadmap, and changed nothing by itself"
          : `settled by a person: the roadmap says ${statusWords(stage.status)}`,
        lines: [`Since ${timeWords(stage.atMs)}.`],
        ends: null,
      };
    default:
      return unreachable(stage);
  }
}

/** What an agent asked, and what a person types to answer. */
function askingPart(asking: readonly Question[]): Part {
  const [first, ...others] = asking;
  return {
    headline: `waiting for an answer: ${plainText(first?.text ?? "")}`,
    lines: [
      ...(first === undefined || first.options.length === 0
        ? []
        : [`It offers: ${listWords(first.options.map(plainText))}.`]),
      ...others.map((one) => `Also: ${plainText(one.text)} (${one.id}).`),
      `Since ${timeWords(first?.sinceMs ?? 0)}; its work is archived, and it holds nothing.`,
    ],
    ends:
      first?.kind === "permission"
        ? `\`orchestrator approve ${first.id}\`, or \`orchestrator reject ${first.id} -m WHY\``
        : `\`orchestrator answer ${first?.id ?? "ID"} TEXT\``,
  };
}

export function runningPart(
  state: State,
  stream: StreamState,
  stage: Extract<Stage, { kind: "running" }>,
): Part {
  const policy = state.session?.request.policy;
  const who = agentOf(stream);
  const ago = (ms: number): string => durationWords((state.nowMs - ms) / 1000);
  if (stage.stopping !== null) {
    return {
      headline: `${who} is being stopped: ${causeWords(stage.stopping.cause)}`,
      lines: [`Asked ${ago(stage.stopping.sinceMs)} ago.`],
      ends: stage.stopping.now
        ? "its process tree is gone"
        : "it has finished its operation, or the grace time is over",
    };
  }
  if (stage.startedAtMs === null) {
    const limit = policy === undefined ? "" : ` within ${durationWords(policy.startupMs / 1000)}`;
    return {
      headline: `${who} is starting`,
      lines: [],
      ends: `its process shows a sign of life${limit}`,
    };
  }
  const lines = [
    `${stage.outputBytes} bytes of output, the last ${ago(stage.progressAtMs)} ago.`,
    `Attempt ${stream.generation}${stage.process === null ? "" : `, pid ${stage.process.pid}`}.`,
  ];
  if (stage.liveness === "uncertain") lines.push("Its process could not be seen at the last look.");
  for (const one of stage.foreseen ?? []) {
    const what = plainText(describeForeseen(one));
    lines.push(`It will conflict with ${what} (seen ${ago(one.atMs)} ago).`);
  }
  const limits =
    policy === undefined
      ? ""
      : `; at the latest after ${durationWords(policy.totalMs / 1000)} in all or ${durationWords(policy.idleMs / 1000)} without progress`;
  return {
    headline: `${who} has been at work for ${ago(stage.startedAtMs)}`,
    lines,
    ends: `the agent ends${limits}`,
  };
}

export function queuedPart(
  state: State,
  stream: StreamState,
  stage: Extract<Stage, { kind: "queued" }>,
  nameOf: NameOf,
): Part {
  const target = state.targets.get(targetOf(stream.facts.key));
  const queue = target?.queue ?? [];
  const place = queue.indexOf(stage.attempt);
  const landing = target?.landing ?? null;
  const ahead = [...(landing === null ? [] : [landing]), ...queue.slice(0, Math.max(0, place))];
  const names = ahead.filter((one) => one !== stage.attempt).map((one) => nameOf(keyOf(one)));
  const headline =
    names.length === 0
      ? "its work waits to be merged, first in the queue"
      : `its work waits to be merged behind ${listWords(names)}`;
  return {
    headline,
    lines: [filesLine(stage.work.files)],
    ends:
      names.length === 0 ? "the next turn of the loop" : `${listWords(names)} landed or went back`,
  };
}

export function agentOf(stream: StreamState): string {
  return stream.agent === null ? "an agent" : plainText(stream.agent.name);
}

export function filesLine(files: readonly string[]): string {
  if (files.length === 0) return "It changed no file.";
  return `It changed ${count(files.length, "file")}: ${listWords(files.map(plainText))}.`;
}

export function causeWords(
  cause: NonNullable<Extract<Stage, { kind: "collecting" }>["stopped"]>,
): string {
  switch (cause) {
    case "total-timeout":
      return "it used up its time";
    case "idle-timeout":
      return "it made no progress for too long";
    case "startup-timeout":
      return "it did not start in time";
    case "person":
      return "a person asked for it";
    case "superseded":
      return "the roadmap no longer asks for this work";
    case "budget":
      return "what was put aside for it is used up";
    case "shutdown":
      return "the orchestrator is shutting down";
    case "question":
      return "it waits for an answer";
    case "loop":
      return "it went in circles";
    case "redirected":
      return "its agent is wanted elsewhere";
    case "restarted":
      return "its role is started anew";
    case "reassigned":
      return "other hands go on with it";
    default:
      return unreachable(cause);
  }
}
