import type { TeamView, Workplace } from "../../../daemon/index.ts";
import { ask, gatherTeam, readEvents, readState, readTeam } from "../../../daemon/index.ts";
import { historyView } from "../../../journal/index.ts";
import type { Event } from "../../../model/index.ts";
import { OrchestratorError, displayKey, isoTime } from "../../../model/index.ts";
import { nowMs, readLockHolder, sleep } from "../../../platform/index.ts";
import { teamMarkdown, teamText } from "../../status/team.ts";
import { safeText } from "../../text/safe.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { parseCount } from "../options/quantity.ts";
import { carryOut } from "../running/run-session.ts";
import { stopAgents } from "./stop.ts";

interface StartOptions {
  readonly agents?: string;
  readonly detach?: boolean;
  readonly agent?: string;
  readonly trust?: boolean;
}

export const team: Face = (command, on) => {
  command
    .command("start")
    .description("start the roles in launch order; they work until team stop")
    .option("--agents <roles>", "only these, with commas between them")
    .option("--detach", "lead it in the background")
    .option("--agent <name>", "use this configured agent, or claude-code, codex, opencode, gemini")
    .option("--trust", "trust this configuration's commands for this run")
    .action(on((context, options: StartOptions) => startTeam(context, options)));
  command
    .command("stop")
    .description("end everybody's work in order; it is kept")
    .option("--now", "kill at once instead of asking them to end")
    .action(on((context, options: { now?: boolean }) => stopTeam(context, options.now === true)));
  command
    .command("status")
    .description("every role: state, process, load, restarts, heartbeat, what is next")
    .option("--markdown", "as a page of Markdown")
    .action(
      on((context, options: { markdown?: boolean }) =>
        showTeam(workplaceOf(context), options.markdown === true),
      ),
    );
  command
    .command("restart")
    .description("start a role anew, also a critical one")
    .argument("<role>", "its id")
    .action(on((context, role: string) => restartRole(workplaceOf(context), role)));
  command
    .command("history")
    .description("what a role went through")
    .argument("<role>", "its id")
    .option("--limit <number>", "so many of the newest events", parseCount)
    .action(
      on((context, role: string, options: { limit?: number }) =>
        showHistory(workplaceOf(context), role, options.limit ?? 50),
      ),
    );
};

async function startTeam(context: Context, options: StartOptions): Promise<Answer> {
  const place = workplaceOf(context);
  const names = (options.agents ?? "").split(",").filter((name) => name.trim() !== "");
  // An empty variable of a script is no wish for everybody.
  if (options.agents !== undefined && names.length === 0) {
    throw new OrchestratorError("usage", "--agents names no role", {
      hint: "Name some, with commas between them, or leave it out for all of the team.",
    });
  }
  const policy = await gatherTeam(place, names);
  const wish = {
    mode: "parallel",
    selection: { kind: "all" },
    concurrency: policy.roles.length,
    goal: null,
    verify: true,
    team: policy,
  } as const;
  const answer = await carryOut(context, wish, options, place);
  if (options.detach !== true) return answer;
  const roles = policy.roles.map(({ id }) => id);
  return {
    ...answer,
    text: `${answer.text}\nRoles, in launch order: ${roles.join(", ")}`,
    next: ["orchestrator team status", "orchestrator team stop"],
  };
}

/** After the agents their orchestrator has to end too: until then its processes are still there. */
async function stopTeam(context: Context, now: boolean): Promise<Answer> {
  const place = workplaceOf(context);
  const { state } = readState(place);
  const leader = readLockHolder(place.lockPath);
  if (leader !== null && state.session?.request.team === undefined) {
    throw new OrchestratorError("illegal-transition", "what runs here is no team", {
      hint: "End it: orchestrator stop",
    });
  }
  const answer = await stopAgents(context, [], now);
  const deadline = nowMs() + place.config.timeouts.stopGraceMs * 4 + 10_000;
  while (readLockHolder(place.lockPath)?.identity.pid === leader?.identity.pid && leader !== null) {
    if (nowMs() > deadline) {
      throw new OrchestratorError("timeout", `process ${leader.identity.pid} has not ended yet`, {
        hint: "Kill what still runs: orchestrator team stop --now",
      });
    }
    await sleep(50);
  }
  return { ...answer, next: ["orchestrator team start", "orchestrator team status"] };
}

function showTeam(place: Workplace, asMarkdown: boolean): Answer {
  const view = readTeam(place);
  if (view === null) {
    return {
      schema: "team",
      data: {
        running: false,
        pid: null,
        uptimeMs: null,
        roles: [],
        queueDepth: 0,
        completions: [],
      },
      text: "No team was started here.",
      next: ["orchestrator team start --detach"],
    };
  }
  const { seq, roles, completions, ...rest } = view;
  const data = {
    ...rest,
    roles: roles.map(({ nextTurnMs, ...role }) => ({ ...role, nextTurn: isoTime(nextTurnMs) })),
    completions: completions.map(({ atMs, ...done }) => ({ ...done, at: isoTime(atMs) })),
  };
  return {
    schema: "team",
    seq,
    data,
    text: asMarkdown ? teamMarkdown(view) : teamText(view),
    next: nextOf(view),
  };
}

function nextOf(view: TeamView): string[] {
  const critical = view.roles.find(({ state }) => state === "CRITICAL");
  const first = critical === undefined ? [] : [`orchestrator team restart ${critical.id}`];
  return [...first, view.running ? "orchestrator team stop" : "orchestrator team start --detach"];
}

async function restartRole(place: Workplace, typed: string): Promise<Answer> {
  const role = knownRole(place, typed);
  const answer = await ask(place, { kind: "restart-role", role });
  if (!answer.accepted) throw new OrchestratorError("not-found", answer.message);
  return {
    schema: "team-restart",
    data: { role },
    text: `Role ${role} is started anew.`,
    next: ["orchestrator team status", `orchestrator team history ${role}`],
  };
}

/** Spelling is forgiven as everywhere; a name that is none is told what there is. */
function knownRole(place: Workplace, typed: string): string {
  const known = readState(place).state.team?.roles.map(({ id }) => id) ?? [];
  const wanted = typed.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  if (known.includes(wanted)) return wanted;
  throw new OrchestratorError("not-found", `there is no role ${JSON.stringify(typed)} here`, {
    hint: known.length === 0 ? "orchestrator team start" : `Roles: ${known.join(", ")}`,
  });
}

function showHistory(place: Workplace, typed: string, limit: number): Answer {
  const role = knownRole(place, typed);
  const own = new Set<string>();
  const events = readEvents(place, { fromSeq: 1 }).filter(({ event }) => isAbout(event, role, own));
  const lines = historyView(events).slice(-limit);
  return {
    schema: "team-history",
    data: { role, events: lines.map(({ atMs, ...line }) => ({ ...line, at: isoTime(atMs) })) },
    text:
      lines.length === 0
        ? `Nothing has happened to role ${role} yet.`
        : lines
            .map(({ atMs, id, text }) => {
              const about = id === null ? "" : `${safeText(displayKey(id))}: `;
              return `${isoTime(atMs)}  ${about}${safeText(text)}`;
            })
            .join("\n"),
  };
}

/** About the role, or about an attempt that its agent made. */
function isAbout(event: Event, role: string, own: Set<string>): boolean {
  if (event.type === "claimed" && event.agent.id === `role-${role}`) own.add(event.attempt);
  if ("role" in event) return event.role === role;
  return "attempt" in event && own.has(event.attempt);
}
