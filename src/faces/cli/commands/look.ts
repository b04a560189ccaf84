import { readEvents, readState, replayJournal } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { PersonAct, SessionState, State } from "../../../model/index.ts";
import {
  displayKey,
  EXIT,
  OrchestratorError,
  SESSION_STATES,
  SESSION_TRANSITIONS,
  isoTime,
} from "../../../model/index.ts";
import { sha256 } from "../../../platform/index.ts";
import { agentsView, encodeState, historyView, sessionsOf } from "../../../journal/index.ts";
import { safeText } from "../../text/safe.ts";
import { count, duration, streamLabel } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import { workplaceOf } from "../context.ts";
import { request } from "./acts.ts";
import type { RepairOptions } from "./backup.ts";
import { repairState } from "./backup.ts";
import { parseCount } from "../options/quantity.ts";

export const agents: Face = (command, on) => {
  command.action(on((context) => listAgents(workplaceOf(context))));
};

/** Every agent that ever had a name here, the working ones first. */
export function listAgents(place: Workplace): Answer {
  const { state: now, atMs } = readState(place);
  const team = agentsView(now, { nowMs: atMs });
  const rows = team.map((agent) => [
    safeText(agent.name),
    agent.stage ?? agent.state,
    agent.workingOn === null ? "" : `→ ${streamLabel(agent.workingOn)}`,
    agent.elapsedMs === null ? "" : `for ${duration(agent.elapsedMs)}`,
    `${agent.landed} landed, ${agent.rejected} rejected, ${agent.failed} failed`,
  ]);
  return {
    schema: "agents",
    data: { agents: team },
    text: rows.length === 0 ? "No agent has worked here yet." : alignRows(rows).join("\n"),
  };
}

export const names: Face = (command, on) => {
  command.action(
    on((context) => {
      const place = workplaceOf(context);
      const { state } = readState(place);
      const taken = [...state.names.values()];
      const used = new Set(taken.map((agent) => agent.name));
      const pools = Object.entries(place.config.names).map(([role, pool]) => ({
        role,
        free: pool.filter((name) => !used.has(name)),
      }));
      return {
        schema: "names",
        data: { taken, pools },
        text: [
          `Taken: ${taken.map((agent) => `${safeText(agent.name)} (${safeText(agent.id)})`).join(", ") || "none"}`,
          ...pools.map(
            ({ role, free }) =>
              `${safeText(role)}: ${free.map(safeText).join(", ") || "all taken"}`,
          ),
        ].join("\n"),
      };
    }),
  );
};

export const state: Face = (command, on) => {
  command
    .command("current")
    .description("where the session stands")
    .action(on((context) => currentState(workplaceOf(context))));
  command
    .command("history")
    .description("every move of every session")
    .option("--events", "every event of the journal instead")
    .option("--limit <number>", "the newest so many", parseCount, 1000)
    .action(
      on((context, options: { events?: boolean; limit: number }) =>
        options.events === true
          ? eventHistory(workplaceOf(context), options.limit)
          : sessionHistory(workplaceOf(context)),
      ),
    );
  command
    .command("transition")
    .description("move the session; what is not legal is refused")
    .argument("<to>", "paused, executing or failed")
    .action(on((context, to: string) => moveState(workplaceOf(context), to)));
  command
    .command("repair")
    .description("what can be done about a damaged journal, and does it")
    .option(
      "--from <source>",
      "last-good, backup, a backup's directory, git or nothing; with --yes",
    )
    .action(on((context, options: RepairOptions) => repairState(context, options)));
};

/** By the acts that lead there: nothing moves a session past its work. */
const ACTS: Partial<Record<SessionState, PersonAct>> = {
  paused: { kind: "pause" },
  executing: { kind: "resume" },
  failed: { kind: "stop", keys: null, now: false },
};

async function moveState(place: Workplace, wanted: string): Promise<Answer> {
  const { session } = readState(place).state;
  const from = session?.state ?? "idle";
  const to = SESSION_STATES.find((one) => one === wanted.toLowerCase());
  if (to === undefined) {
    const known = SESSION_STATES.join(", ");
    throw new OrchestratorError("usage", `there is no state ${JSON.stringify(wanted)}`, {
      hint: `States: ${known}`,
    });
  }
  const legal = SESSION_TRANSITIONS[from];
  // Planned work that is stopped is paused, and can be gone on with: nobody gives it up by hand.
  const act = to === "failed" && from !== "planning" ? undefined : ACTS[to];
  if (!legal.includes(to) || act === undefined) {
    const why = legal.includes(to) ? "only work itself leads there" : "that is no legal move";
    throw new OrchestratorError("illegal-transition", `from ${from} to ${to}: ${why}`, {
      hint: `From ${from}: ${legal.join(", ")}. Work begins with: orchestrator run`,
      details: { from, to, legal },
    });
  }
  await request(place, act);
  const now = readState(place).state.session?.state ?? "idle";
  return {
    schema: "state-transition",
    data: { from, to: now },
    text: now === from ? `on the way from ${from} to ${to}` : `from ${from} to ${now}`,
    next: now === "executing" ? ["orchestrator resume"] : ["orchestrator state current"],
  };
}

function currentState(place: Workplace): Answer {
  const { state: now, seq, leader } = readState(place);
  const { session } = now;
  const stages: Record<string, number> = {};
  for (const { stage } of now.streams.values()) stages[stage.kind] = (stages[stage.kind] ?? 0) + 1;
  return {
    schema: "state",
    data: {
      seq,
      digest: digestOf(now),
      epoch: now.epoch,
      leader,
      session: session === null ? null : sessionData(session),
      stages,
      concurrency: now.concurrency,
    },
    text: [
      session === null
        ? "idle: no session yet"
        : `${session.state}: session ${session.id}${session.reason === "" ? "" : ` (${safeText(session.reason)})`}`,
      ...Object.entries(stages).map(([kind, amount]) => `  ${amount} ${kind}`),
      `journal position ${seq}`,
    ].join("\n"),
  };
}

function digestOf(now: State): string {
  return sha256(encodeState(now));
}

function sessionData(session: NonNullable<State["session"]>): Record<string, unknown> {
  return {
    id: session.id,
    state: session.state,
    mode: session.request.policy.mode,
    goal: session.request.goal,
    workStreams: session.keys.map(displayKey),
    startedAt: isoTime(session.startedAtMs),
    finishedAt: session.finishedAtMs === null ? null : isoTime(session.finishedAtMs),
    reason: session.reason,
  };
}

function sessionHistory(place: Workplace): Answer {
  const { state: now } = readState(place);
  const sessions = sessionsOf(now);
  const data = sessions.map((session) => ({
    ...sessionData(session),
    history: session.history.map(({ to, atMs, reason }) => ({ to, at: isoTime(atMs), reason })),
  }));
  const lines = sessions.flatMap((session) =>
    session.history.map(({ to, atMs, reason }) => [
      isoTime(atMs),
      session.id,
      to,
      safeText(reason),
    ]),
  );
  return {
    schema: "state-history",
    data: { sessions: data },
    text: lines.length === 0 ? "No session yet." : alignRows(lines).join("\n"),
  };
}

function eventHistory(place: Workplace, limit: number): Answer {
  const history = historyView(readEvents(place, { fromSeq: 1 })).slice(-limit);
  return {
    schema: "state-history",
    data: { events: history },
    text: alignRows(
      history.map(({ seq, atMs, type, text }) => [
        String(seq),
        isoTime(atMs),
        type,
        safeText(text),
      ]),
    ).join("\n"),
  };
}

export const replay: Face = (command, on) => {
  command.option("--until <seq>", "stop after this journal position", parseCount).action(
    on((context, options: { until?: number }): Answer => {
      const place = workplaceOf(context);
      const { records, state: replayed, divergence } = replayJournal(place, options.until);
      const current = readState(place);
      const digest = digestOf(replayed);
      const data = { records, digest, divergence, currentDigest: digestOf(current.state) };
      const answer: Answer = {
        schema: "replay",
        data,
        text: [
          `${count(records, "record")} folded again; state ${digest.slice(0, 16)}`,
          divergence === null
            ? "Every input decides today as it did then."
            : `First difference at position ${divergence.seq}: recorded ${divergence.recorded.map((event) => event.type).join(", ") || "nothing"}; decided today ${divergence.decided.map((event) => event.type).join(", ") || "nothing"}`,
        ].join("\n"),
      };
      if (divergence === null) return answer;
      return {
        ...answer,
        exit: EXIT.workFailed,
        failure: {
          code: "work-failed",
          message: `the journal's inputs decide otherwise from position ${divergence.seq} on`,
        },
      };
    }),
  );
};

export const targets: Face = (command, on) => {
  command.action(
    on((context) => {
      const { config } = workplaceOf(context);
      const listed = config.targets.map(
        ({ id, name, path, roadmap, branch, gates, isolation }) => ({
          id,
          name,
          path,
          roadmap,
          branch,
          gates: gates.map((gate) => gate.name),
          isolation,
          default: id === config.defaultTarget,
        }),
      );
      return {
        schema: "targets",
        data: { targets: listed },
        text: alignRows(
          listed.map((each) => [
            `${each.id}${each.default ? " *" : ""}`,
            safeText(each.name),
            safeText(each.path),
            safeText(each.roadmap),
          ]),
        ).join("\n"),
        warnings: config.warnings,
      };
    }),
  );
};
