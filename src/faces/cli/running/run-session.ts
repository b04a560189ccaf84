import type {
  SeenEvent,
  SessionEnd,
  SessionHooks,
  SessionStart,
  Workplace,
} from "../../../daemon/index.ts";
import {
  ask,
  isInterrupted,
  lead,
  lookOutside,
  readAsked,
  readRoadmapFile,
  readState,
  startDetached,
} from "../../../daemon/index.ts";
import { exitCodeOf, inboxView, sessionReport } from "../../../journal/index.ts";
import type { ExitCode, State } from "../../../model/index.ts";
import { EXIT, foremostExit, OrchestratorError } from "../../../model/index.ts";
import { environment } from "../../../platform/index.ts";
import type { Announcement } from "../../announce/announce.ts";
import { announce, SILENCE } from "../../announce/announce.ts";
import { phaseLine } from "../../announce/phases.ts";
import { noticeSequence } from "../../announce/notice.ts";
import { wireEvents } from "../../announce/wire.ts";
import { learnedPolicy } from "../../learning/learned.ts";
import { reportText } from "../../report/text.ts";
import { addressWarnings } from "../../doctor/addresses.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, keyLabel, list } from "../../text/words.ts";
import type { Answer, Failure } from "../answer.ts";
import type { Context } from "../context.ts";
import { configFileOf, workplaceOf } from "../context.ts";
import { showPlan } from "./dry-run.ts";
import { requireReadable } from "./readable.ts";
import { emptinessOf, openDesk } from "../roadmap/streams.ts";
import { tellingLine } from "./red-branches.ts";
import type { Wish } from "./request.ts";
import { chooseAgent, requestFor } from "./request.ts";
import { hearInterruptions } from "../terminal/signals.ts";
import { requireTrust } from "./trusting.ts";

/** Options that every command which runs work takes. */
export interface RunOptions {
  readonly dryRun?: boolean;
  readonly verify?: boolean;
  readonly detach?: boolean;
  readonly agent?: string;
  readonly trust?: boolean;
  readonly join?: boolean;
  readonly concurrency?: number;
}

/** Carries out a wish: shows it, hands it over, leaves it to the background, or leads it. */
export async function carryOut(
  context: Context,
  wish: Wish,
  options: RunOptions,
  place: Workplace = workplaceOf(context),
): Promise<Answer> {
  if (options.dryRun === true) return showPlan(context, place, wish);
  const agent = chooseAgent(place.config, options.agent);
  requireTrust(place, options.trust === true);
  if (options.detach === true) {
    if (wish.errand === undefined) requireReadable(place);
    return detach(place);
  }
  const asked = { agent: options.agent ?? null, configFile: configFileOf(context) };
  await lookAround(place);
  const learned = learnedPolicy(readState(place).state, place.config);
  const request = requestFor(place.config, wish, asked, learned);
  const start: SessionStart = { kind: "new", request, agent };
  try {
    return await follow(context, place, start, wish.goal);
  } catch (error) {
    const busy = error instanceof OrchestratorError && error.code === "already-running";
    if (!busy || options.join !== true) throw error;
    return join(context, place, wish);
  }
}

/** Work that is kept elsewhere is looked at before it is begun; the last look does where this fails. */
async function lookAround({ config }: Workplace): Promise<void> {
  for (const target of config.targets) {
    try {
      await lookOutside(target);
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      readRoadmapFile(target);
    }
  }
}

/**
 * Goes on with what the journal holds, which was just read as `state`; first with what was asked for
 * after all that and cut off before the journal had it.
 */
export function goOn(
  context: Context,
  place: Workplace,
  state: State,
  options: RunOptions,
): Promise<Answer> {
  const fresh = readAsked(place, state);
  if (fresh === null && !isInterrupted(state)) return Promise.resolve(nothingToGoOn(state));
  const asked = fresh ?? state.session?.request;
  requireSameSettings(context, asked?.configFile ?? null);
  const named = options.agent ?? asked?.agent;
  const start: SessionStart =
    fresh === null
      ? { kind: "resume", agent: named === undefined ? null : chooseAgent(place.config, named) }
      : { kind: "new", request: fresh, agent: chooseAgent(place.config, named) };
  requireTrust(place, options.trust === true);
  if (options.detach === true) return detach(place);
  return follow(context, place, start, fresh?.goal ?? null);
}

/** Settings of the command line are the user's own word: a journal may not say it for them. */
function requireSameSettings(context: Context, before: string | null): void {
  if (before === null || context.globals.config !== null) return;
  throw new OrchestratorError("usage", `this run was begun with --config ${safeText(before)}`, {
    hint: `${commandLine("orchestrator resume --config", before)}, or name the file to go on with`,
  });
}

function nothingToGoOn(state: State): Answer {
  const { session } = state;
  const { reason } = sessionReport(state);
  const message =
    session === null
      ? "nothing was begun here"
      : `nothing was interrupted: the last run (${session.id}) ${session.state}`;
  const why = reason === null ? "" : ` (${reason})`;
  return {
    schema: "resume",
    data: { accepted: false, message: `${message}${why}` },
    text: `There is nothing to go on with: ${message}${safeText(why)}.`,
    next: session === null ? ["orchestrator batch"] : ["orchestrator status", "orchestrator batch"],
  };
}

async function follow(
  context: Context,
  place: Workplace,
  start: SessionStart,
  goal: string | null,
): Promise<Answer> {
  const interruptions = hearInterruptions(context.terminal);
  if (isTalkative(context)) {
    for (const each of addressWarnings(place.config)) context.terminal.err(`warning: ${each}\n`);
  }
  try {
    const end = await lead(place, start, {
      onEvents: tellEvents(context),
      ...showNotice(context, place),
      stop: interruptions.stop,
      hurry: interruptions.hurry,
    });
    return runAnswer(context, place, end, interruptions.exit(), goal);
  } finally {
    interruptions.close();
  }
}

/** On the terminal, where one is there and the person wants it to be heard. */
function showNotice(
  { terminal }: Context,
  { config }: Workplace,
): Pick<SessionHooks, "showNotice"> {
  const how = config.notify?.terminal ?? null;
  if (how === null || !terminal.stderrIsTerminal) return {};
  return { showNotice: (text) => terminal.err(noticeSequence(how, text)) };
}

/** Lines for people on stderr, or one event a line on stdout. */
function tellEvents(context: Context): (events: readonly SeenEvent[], state: State) => void {
  const { globals, terminal } = context;
  if (globals.ndjson) {
    return (events, state) => {
      for (const { seq, event } of events) {
        for (const { type, at, ...fields } of wireEvents(event, state)) {
          // Output is no fact of the journal and carries no place in it (decision 3).
          const place = type === "agent_output" ? {} : { seq };
          terminal.out(`${JSON.stringify({ ...place, at, type, ...fields })}\n`);
        }
      }
    };
  }
  if (globals.quiet || (globals.json && !terminal.stderrIsTerminal)) return () => undefined;
  let memory: Announcement = SILENCE;
  return (events, state) => {
    for (const { event } of events) {
      const announced = announce(memory, event, state);
      memory = announced.memory;
      for (const line of announced.lines) terminal.err(`${line}\n`);
    }
  };
}

function runAnswer(
  context: Context,
  place: Workplace,
  end: SessionEnd,
  interrupted: ExitCode | null,
  goal: string | null,
): Answer {
  const report = sessionReport(end.state);
  const own = exitCodeOf(end.state);
  // An interruption that came when the last of the work was landing has interrupted nothing.
  const cut = interrupted !== null && report.sessionState !== "completed";
  const exit = cut ? foremostExit([interrupted, own]) : own;
  const told = isTalkative(context) ? [] : addressWarnings(place.config);
  if (isTalkative(context)) context.terminal.err(`${phaseLine(6, "Complete")}\n`);
  const start = report.next.slice(0, 3).map((id) => commandLine("orchestrator run", id));
  const idle = end.state.streams.size === 0 ? ["orchestrator add TITLE"] : start;
  const next = own === EXIT.precondition ? ["orchestrator logs --failed"] : idle;
  return {
    schema: "run",
    seq: end.seq,
    data: { ...report, goal: report.goal ?? goal },
    text: reportText(report, context.terminal.columns),
    exit,
    failure: failureOf(exit, end),
    warnings: [...place.config.warnings, ...told, ...nothingRead(context, place, end.state)],
    next: nextAfter(end.state, report.sessionState === "paused", next),
  };
}

function nothingRead(context: Context, place: Workplace, { streams }: State): readonly string[] {
  if (streams.size > 0) return [];
  try {
    return emptinessOf(openDesk(context, place).read);
  } catch {
    // The run is over and says what became of it; a look that fails now adds nothing.
    return [];
  }
}

function isTalkative({ globals }: Context): boolean {
  return !globals.quiet && !globals.json && !globals.ndjson;
}

/** First what only the person can bring on. */
function nextAfter(state: State, isPaused: boolean, next: readonly string[]): string[] {
  const [asked] = inboxView(state, { nowMs: state.nowMs });
  const own = asked === undefined ? [] : asked.commands.slice(0, 1);
  return isPaused
    ? [...own, "orchestrator resume", "orchestrator status"]
    : [...own, ...next].slice(0, 3);
}

function failureOf(exit: ExitCode, { state }: SessionEnd): Failure | undefined {
  const why = state.session?.reason ?? "";
  switch (exit) {
    case EXIT.success:
      return undefined;
    case EXIT.interrupted:
    case EXIT.terminated:
      return {
        code: exit === EXIT.interrupted ? "interrupted" : "terminated",
        message: "the run was stopped; everything the agents did is kept",
        hint: RESUME,
      };
    case EXIT.pending: {
      // A session whose work is all landed is complete, although some of it waits beside a checkout.
      const told = state.session?.state === "completed" ? "" : why;
      return {
        code: "pending",
        message: orElse(told, "some of the work waits for you"),
        hint: state.session?.state === "paused" && !asks(state) ? RESUME : WAITING,
      };
    }
    case EXIT.budgetExhausted:
      return {
        code: "budget-exhausted",
        message: orElse(why, "the budget leaves nothing to go on with"),
        hint: "See what is spent: orchestrator budget, orchestrator costs",
      };
    case EXIT.gateRejected:
      return {
        code: "gate-rejected",
        message: orElse(why, "a gate rejected work for good"),
        hint: WHY,
      };
    case EXIT.mergeConflict:
      return {
        code: "merge-conflict",
        message: orElse(why, "a merge conflict needs a person"),
        hint: WHY,
      };
    case EXIT.precondition: {
      const line = tellingLine(state);
      const message = orElse(why, "the run could not start");
      return {
        code: "red-base",
        message: line === null ? message : `${message}\n  ${line}`,
        hint: "See what fails: orchestrator logs --failed",
      };
    }
    default:
      return { code: "work-failed", message: orElse(why, "some work failed"), hint: WHY };
  }
}

/** Something waits for the person's word. */
function asks(state: State): boolean {
  return inboxView(state, { nowMs: state.nowMs }).length > 0;
}

const RESUME = "Go on where it stopped: orchestrator resume";
const WAITING = "See what waits, and what to type: orchestrator inbox";
const WHY = "See why: orchestrator explain ID, orchestrator logs --failed";

function orElse(text: string, otherwise: string): string {
  return text === "" ? otherwise : text;
}

/** Starts this same command line again, without `--detach`, in the background. */
async function detach(place: Workplace): Promise<Answer> {
  const [, program = "", ...words] = process.argv;
  const kept = words.filter((word) => word !== "--detach");
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment()))
    if (value !== undefined) env[name] = value;
  const argv = [process.execPath, ...process.execArgv, program, ...kept] as const;
  const { pid, logPath } = await startDetached(place, { argv, env });
  return {
    schema: "detached",
    data: { pid, log: logPath },
    text: `Running in the background as process ${pid}; its messages go to ${logPath}`,
    // Nobody may ever read its log: what a run in the foreground says at its start is said here.
    warnings: [...place.config.warnings, ...addressWarnings(place.config)],
    next: ["orchestrator status", "orchestrator logs --follow", "orchestrator stop"],
  };
}

/** Hands the wish to the orchestrator that is already running. */
async function join(context: Context, place: Workplace, wish: Wish): Promise<Answer> {
  const { keysOfWish } = await import("./dry-run.ts");
  const wanted = keysOfWish(context, place, wish);
  const { state } = readState(place);
  const known = new Set(state.session?.keys ?? []);
  const keys = wanted.filter((key) => !known.has(key));
  const answer =
    keys.length === 0
      ? { accepted: true, message: "the session has them already" }
      : await ask(place, { kind: "add-streams", keys });
  if (!answer.accepted) throw new OrchestratorError("illegal-transition", answer.message);
  const added = keys.length === 0 ? "nothing new" : list(keys.map(keyLabel));
  return {
    schema: "joined",
    data: { keys, message: answer.message },
    text: `Handed to the running orchestrator: ${added}`,
    next: ["orchestrator status"],
  };
}
