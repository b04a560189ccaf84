import { ask, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { State, StreamKey, StreamState } from "../../../model/index.ts";
import { displayKey, OrchestratorError } from "../../../model/index.ts";
import { nowMs, sleep } from "../../../platform/index.ts";
import { safeText } from "../../text/safe.ts";
import { duration, keyLabel, nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";

/** How often the journal is looked at while agents come to their end. */
const LOOK_MS = 100;

export const stop: Face = (command, on) => {
  command
    .argument("[who...]", "agents or work streams; without any, everything")
    .option("--now", "kill at once instead of asking them to end")
    .action(
      on((context, who: readonly string[], options: { now?: boolean }) =>
        stopAgents(context, who, options.now === true),
      ),
    );
};

export async function stopAgents(
  context: Context,
  who: readonly string[],
  now: boolean,
): Promise<Answer> {
  const place = workplaceOf(context);
  const before = readState(place);
  const running = [...before.state.streams.values()].filter(hasAgent);
  const keys =
    who.length === 0 ? null : who.map((each) => runningKey(context, place, running, each));
  if (before.leader === null && running.length === 0) return nothingRuns();
  const answer = await ask(place, { kind: "stop", keys, now });
  if (!answer.accepted) throw new OrchestratorError("illegal-transition", answer.message);
  const meant = running.filter((stream) => keys === null || keys.includes(stream.facts.key));
  const after = await untilStopped(place, meant);
  return stoppedAnswer(meant, after, now, keys === null);
}

function hasAgent(stream: StreamState): boolean {
  return stream.stage.kind === "running" || stream.stage.kind === "preparing";
}

/** An agent by its name or id, or a work stream by its id, among what runs now. */
function runningKey(
  context: Context,
  place: Workplace,
  running: readonly StreamState[],
  typed: string,
): StreamKey {
  const target = targetIn(context, place);
  const wanted = typed.toLowerCase().replace(/^(?:agent|phase)\s+/, "");
  const found = running.find(
    ({ facts, agent }) =>
      facts.key === typed ||
      (facts.id.toLowerCase() === wanted && facts.target === target.id) ||
      agent?.id.toLowerCase() === wanted ||
      agent?.name.toLowerCase() === wanted,
  );
  if (found !== undefined) return found.facts.key;
  const known = running.flatMap(({ facts, agent }) => [facts.id, agent?.name ?? facts.id]);
  const close = nearest(typed, known);
  const names = [...new Set(close.length > 0 ? close : known)];
  throw new OrchestratorError("not-found", `nothing called ${JSON.stringify(typed)} is running`, {
    hint: names.length === 0 ? "Nothing is running." : `Running: ${names.join(", ")}`,
  });
}

/** Waits until each has come to its end; the leader itself bounds how long that takes. */
async function untilStopped(place: Workplace, meant: readonly StreamState[]): Promise<State> {
  const patience = place.config.timeouts.stopGraceMs * 4 + 10_000;
  const deadline = nowMs() + patience;
  for (;;) {
    const { state } = readState(place);
    const left = meant.some(({ facts, generation }) => {
      const stream = state.streams.get(facts.key);
      return stream !== undefined && stream.generation === generation && hasAgent(stream);
    });
    if (!left) return state;
    if (nowMs() > deadline) {
      throw new OrchestratorError("timeout", "some agents have not ended yet", {
        hint: "Look: orchestrator status. Kill them: orchestrator stop --now",
      });
    }
    await sleep(LOOK_MS);
  }
}

function stoppedAnswer(
  meant: readonly StreamState[],
  after: State,
  now: boolean,
  everything: boolean,
): Answer {
  const stopped = meant.map((stream) => {
    const { stage, facts, agent } = stream;
    const ran = stage.kind === "running" && stage.startedAtMs !== null;
    return {
      id: displayKey(facts.key),
      agent: agent?.name ?? null,
      ranMs: ran ? after.nowMs - (stage.startedAtMs ?? after.nowMs) : null,
      stage: after.streams.get(facts.key)?.stage.kind ?? "unknown",
      key: facts.key,
    };
  });
  const how = now ? "killed" : "gracefully stopped";
  const lines = stopped.map(({ agent, key, ranMs }) => {
    const was = ranMs === null ? "was just starting" : `ran for ${duration(ranMs)}`;
    return `- Agent ${safeText(agent ?? "?")} (${keyLabel(key)}): ${was}, ${how}`;
  });
  return {
    schema: "stop",
    data: { stopped: stopped.map(({ key: _, ...rest }) => rest), now },
    text: [
      everything ? ">>> Stopped all running agents" : ">>> Stopped",
      ...(lines.length === 0 ? ["- no agent was running"] : lines),
      "",
      whatFollows(after),
    ].join("\n"),
    next: [
      ...(after.session?.state === "paused" ? ["orchestrator resume"] : []),
      "orchestrator status",
    ],
  };
}

/** Collected and on its way to the branch. */
const ON_THE_WAY: ReadonlySet<StreamState["stage"]["kind"]> = new Set([
  "queued",
  "merging",
  "verifying",
  "verifying-alone",
  "landing",
]);

/** Work at its end is not stopped: when it was the last of it, there will be nothing to resume. */
function whatFollows({ streams, session }: State): string {
  const landing = [...streams.values()].filter(({ stage }) => ON_THE_WAY.has(stage.kind));
  const ids = landing.map(({ facts }) => keyLabel(facts.key));
  const kept = "what the agents did is kept.";
  if (session?.state === "executing") return `The rest goes on; ${kept}`;
  if (session?.state === "completed") return "All of the work has landed.";
  const last = ids.length === 0 ? "" : ` Still on the way to the branch: ${ids.join(", ")}.`;
  return `Work is paused; ${kept}${last}`;
}

function nothingRuns(): Answer {
  return { schema: "stop", data: { stopped: [], now: false }, text: "Nothing is running here." };
}
