import type { Command } from "commander";
import type { Answer } from "./answer.ts";
import type { Context } from "./context.ts";

/** What a command does when it is asked for. */
export type Act<A extends readonly unknown[]> = (
  context: Context,
  ...args: A
) => Answer | Promise<Answer>;

/** Wraps what a command does for the argument parser. */
export type On = <A extends readonly unknown[]>(
  act: Act<A>,
) => (...args: unknown[]) => Promise<void>;

/** A command's arguments and options, and what to do with them. */
export type Face = (command: Command, on: On) => void;

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Face>;
}

/** Every command; the chunk that holds it is loaded when it is the one that was asked for. */
export const COMMANDS: readonly CommandEntry[] = [
  entry(
    "status",
    "what needs you, what runs, what is ready, what is blocked",
    async () => (await import("./commands/status.ts")).status,
  ),
  entry(
    "run",
    "carry out the next work stream, or those named",
    async () => (await import("./commands/runs.ts")).run,
  ),
  entry(
    "parallel",
    "carry out the next N work streams side by side",
    async () => (await import("./commands/runs.ts")).parallel,
  ),
  entry(
    "batch",
    "carry out everything that is or becomes available",
    async () => (await import("./commands/runs.ts")).batch,
  ),
  entry(
    "team",
    "a standing team of roles: start, stop, status, restart, history",
    async () => (await import("./commands/team.ts")).team,
  ),
  entry(
    "goal",
    "carry out what a sentence asks for",
    async () => (await import("./commands/goal.ts")).goal,
  ),
  entry(
    "plan",
    "levels, critical path, overlaps and a forecast",
    async () => (await import("./commands/plan.ts")).plan,
  ),
  entry(
    "graph",
    "the work streams and what waits for what",
    async () => (await import("./commands/plan.ts")).graph,
  ),
  entry(
    "explain",
    "why a work stream is or is not running",
    async () => (await import("./commands/explain.ts")).explain,
  ),
  entry(
    "roadmap",
    "show, check or edit the roadmap",
    async () => (await import("./commands/roadmap.ts")).roadmap,
  ),
  entry(
    "garden",
    "unblock what no longer waits for anything",
    async () => (await import("./commands/garden.ts")).garden,
  ),
  entry(
    "add",
    "append a work stream to the roadmap",
    async () => (await import("./commands/add.ts")).add,
  ),
  entry(
    "workflow",
    "put a workflow's phases into the roadmap",
    async () => (await import("./commands/workflow.ts")).workflow,
  ),
  entry(
    "stop",
    "stop agents; their work is kept",
    async () => (await import("./commands/stop.ts")).stop,
  ),
  entry(
    "pause",
    "start nothing new; what runs goes on",
    async () => (await import("./commands/acts.ts")).pause,
  ),
  entry(
    "resume",
    "go on with paused or interrupted work",
    async () => (await import("./commands/runs.ts")).resume,
  ),
  entry(
    "retry",
    "try a blocked, failed or skipped work stream again",
    async () => (await import("./commands/acts.ts")).retry,
  ),
  entry("skip", "leave a work stream out", async () => (await import("./commands/acts.ts")).skip),
  entry(
    "block",
    "mark a work stream blocked, with the reason",
    async () => (await import("./commands/acts.ts")).block,
  ),
  entry(
    "escalate",
    "take a work stream from its agent and decide yourself",
    async () => (await import("./commands/hands.ts")).escalate,
  ),
  entry(
    "reassign",
    "give a work stream to another agent",
    async () => (await import("./commands/hands.ts")).reassign,
  ),
  entry(
    "decompose",
    "propose smaller work streams in place of one",
    async () => (await import("./commands/hands.ts")).decompose,
  ),
  entry(
    "inbox",
    "what waits for your word, oldest first",
    async () => (await import("./commands/inbox.ts")).inbox,
  ),
  entry(
    "answer",
    "answer what an agent asks",
    async () => (await import("./commands/inbox.ts")).answer,
  ),
  entry(
    "approve",
    "let work land that waits for you, or say yes to what an agent asks",
    async () => (await import("./commands/inbox.ts")).approve,
  ),
  entry(
    "reject",
    "send work back to its agent, or say no to what it asks",
    async () => (await import("./commands/inbox.ts")).reject,
  ),
  entry(
    "feedback",
    "tell the agent of a work stream something",
    async () => (await import("./commands/inbox.ts")).feedback,
  ),
  entry(
    "redirect",
    "send an agent to another work stream",
    async () => (await import("./commands/inbox.ts")).redirect,
  ),
  entry(
    "land",
    "let work land that waits for a person",
    async () => (await import("./commands/land.ts")).land,
  ),
  entry(
    "restore",
    "bring back what an attempt left",
    async () => (await import("./commands/restore.ts")).restore,
  ),
  entry(
    "checkpoint",
    "points to go back to: create, list, show, diff, restore, prune",
    async () => (await import("./commands/checkpoint.ts")).checkpoint,
  ),
  entry(
    "rollback",
    "undo landed work, by commits that revert it",
    async () => (await import("./commands/rollback.ts")).rollback,
  ),
  entry(
    "budget",
    "what may be spent, what is spent, and a person's word on it",
    async () => (await import("./commands/budget.ts")).budget,
  ),
  entry(
    "costs",
    "what was spent: by agent, stream, model, day, role or target",
    async () => (await import("./commands/costs.ts")).costs,
  ),
  entry(
    "learn",
    "what the past says: times, agents, patterns, how right it was",
    async () => (await import("./commands/learn.ts")).learn,
  ),
  entry(
    "metrics",
    "figures of all sessions, with their targets",
    async () => (await import("./commands/metrics.ts")).metrics,
  ),
  entry(
    "backup",
    "copy the journal, checked from its first record on, and what is noted beside it",
    async () => (await import("./commands/backup.ts")).backup,
  ),
  entry("report", "what a session did", async () => (await import("./commands/report.ts")).report),
  entry(
    "trace",
    "what an attempt did: its parts, turns and tool calls, each with its time",
    async () => (await import("./commands/trace.ts")).trace,
  ),
  entry(
    "logs",
    "what agents and gates printed",
    async () => (await import("./commands/logs.ts")).logs,
  ),
  entry(
    "agents",
    "the agents, and what each is doing",
    async () => (await import("./commands/look.ts")).agents,
  ),
  entry(
    "agent",
    "definitions of agents: generate, create, list, show, validate, archive, activate",
    async () => (await import("./commands/agent.ts")).agent,
  ),
  entry(
    "memory",
    "what agents and you noted for later work: list, show, add, revoke, summary",
    async () => (await import("./commands/memory.ts")).memory,
  ),
  entry(
    "history",
    "who completed what, by agent and by target",
    async () => (await import("./commands/history.ts")).history,
  ),
  entry(
    "route",
    "which role and agent work goes to, and why",
    async () => (await import("./commands/route.ts")).route,
  ),
  entry(
    "names",
    "personal names: given out and free",
    async () => (await import("./commands/look.ts")).names,
  ),
  entry(
    "state",
    "the session's state, now or over time",
    async () => (await import("./commands/look.ts")).state,
  ),
  entry(
    "replay",
    "decide the journal's inputs again and compare",
    async () => (await import("./commands/look.ts")).replay,
  ),
  entry(
    "targets",
    "the repositories this orchestrator works on",
    async () => (await import("./commands/look.ts")).targets,
  ),
  entry("init", "set up this repository", async () => (await import("./commands/init.ts")).init),
  entry(
    "doctor",
    "check everything that runs depend on",
    async () => (await import("./commands/doctor.ts")).doctor,
  ),
  entry(
    "demo",
    "watch a team of scripted agents at work",
    async () => (await import("./commands/demo.ts")).demo,
  ),
  entry(
    "trust",
    "allow this configuration's commands to run",
    async () => (await import("./commands/trust.ts")).trust,
  ),
  entry("gc", "show and free disk", async () => (await import("./commands/gc.ts")).gc),
  entry(
    "schema",
    "print a JSON Schema of what commands print and read",
    async () => (await import("./commands/schema.ts")).schema,
  ),
  entry(
    "completion",
    "print a completion script for a shell",
    async () => (await import("./commands/completion.ts")).completion,
  ),
  entry(
    "help",
    "help for a command or a topic",
    async () => (await import("./commands/help.ts")).help,
  ),
];

function entry(name: string, summary: string, load: CommandEntry["load"]): CommandEntry {
  return { name, summary, load };
}

export const COMMAND_NAMES: readonly string[] = COMMANDS.map((command) => command.name);
