import type { Command } from "commander";
import { Option } from "commander";
import { ask, readRoadmapFile, readState } from "../../../daemon/index.ts";
import type { Selection } from "../../../model/index.ts";
import { OrchestratorError } from "../../../model/index.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { parseConcurrency } from "../options/quantity.ts";
import type { RunOptions } from "../running/run-session.ts";
import { carryOut, goOn } from "../running/run-session.ts";
import { findKeys } from "../roadmap/streams.ts";
import { count, keyLabel } from "../../text/words.ts";
import { locate, request } from "./acts.ts";

export function withRunOptions(command: Command): Command {
  return command
    .option("--dry-run", "show what would be started; start nothing")
    .option("--no-verify", "run agents; verify nothing and land nothing")
    .option("--detach", "lead it in the background")
    .option("--agent <name>", "use this configured agent, or claude-code, codex, opencode, gemini")
    .option("--trust", "trust this configuration's commands for this run")
    .option("--join", "hand the work to the orchestrator that is already running");
}

export function concurrencyOption(what: string): Option {
  return new Option("-n, --concurrency <number>", what).argParser(parseConcurrency);
}

export const run: Face = (command, on) => {
  withRunOptions(command)
    .argument("[ids...]", "work streams; without any, the next available one")
    .addOption(concurrencyOption("agents at a time (default 1)"))
    .action(
      on((context, ids: readonly string[], options: RunOptions) => runSome(context, ids, options)),
    );
};

export const parallel: Face = (command, on) => {
  withRunOptions(command)
    .addOption(concurrencyOption("how many work streams side by side (default: configured, 3)"))
    .action(
      on((context, options: RunOptions) => {
        const place = workplaceOf(context);
        const agents = options.concurrency ?? place.config.concurrency;
        const selection: Selection = { kind: "next", count: agents };
        const wish = wishFor("parallel", selection, agents, options);
        return carryOut(context, wish, options, place);
      }),
    );
  command
    .command("set-limit")
    .description("agents at a time from now on, in the run under way")
    .argument("<n>", "agents at a time", parseConcurrency)
    .action(
      on(async (context, concurrency: number) => {
        await request(workplaceOf(context), { kind: "set-limit", concurrency });
        return {
          schema: "set-limit",
          data: { concurrency },
          text: `At most ${count(concurrency, "agent")} at a time; whoever works goes on.`,
          next: ["orchestrator status"],
        };
      }),
    );
};

export const batch: Face = (command, on) => {
  withRunOptions(command)
    .addOption(concurrencyOption("agents at a time (default: configured, 3)"))
    .action(
      on((context, options: RunOptions) =>
        carryOut(
          context,
          wishFor("batch", { kind: "all" }, options.concurrency ?? null, options),
          options,
        ),
      ),
    );
};

export const resume: Face = (command, on) => {
  command
    .argument("[id]", "one work stream that was paused; without any, everything")
    .option("--detach", "lead it in the background")
    .option("--agent <name>", "use this configured agent, or claude-code, codex, opencode, gemini")
    .option("--trust", "trust this configuration's commands for this run")
    .action(
      on((context, id: string | undefined, options: RunOptions) =>
        id === undefined ? resumeWork(context, options) : resumeOne(context, id),
      ),
    );
};

async function resumeOne(context: Context, id: string): Promise<Answer> {
  const { place, key } = locate(context, id);
  await request(place, { kind: "resume", key });
  const led = readState(place).leader !== null;
  return {
    schema: "resume",
    data: { accepted: true, message: "", id },
    text: `${keyLabel(key)} may go on${led ? "." : ": orchestrator resume"}`,
    next: led ? ["orchestrator status"] : ["orchestrator resume", "orchestrator status"],
  };
}

function wishFor(
  mode: "single" | "sequential" | "parallel" | "batch",
  selection: Selection,
  concurrency: number | null,
  options: RunOptions,
) {
  return { mode, selection, concurrency, goal: null, verify: options.verify !== false };
}

function runSome(context: Context, ids: readonly string[], options: RunOptions): Promise<Answer> {
  const place = workplaceOf(context);
  const concurrency = options.concurrency ?? 1;
  if (ids.length === 0) {
    const selection: Selection = { kind: "next", count: 1 };
    return carryOut(context, wishFor("single", selection, concurrency, options), options, place);
  }
  const target = targetIn(context, place);
  const keys = findKeys(readRoadmapFile(target).facts, ids, target.id);
  const mode = keys.length === 1 ? "single" : concurrency === 1 ? "sequential" : "parallel";
  const wish = wishFor(mode, { kind: "streams", keys }, concurrency, options);
  return carryOut(context, wish, options, place);
}

/** A live orchestrator is told to go on; while none lives, this process leads the rest. */
async function resumeWork(context: Context, options: RunOptions): Promise<Answer> {
  const place = workplaceOf(context);
  const { leader, state } = readState(place);
  if (leader === null) return goOn(context, place, state, options);
  if (state.session?.state !== "paused") {
    throw new OrchestratorError("already-running", "an orchestrator is already at work here", {
      hint: "Watch it: orchestrator status",
    });
  }
  const answer = await ask(place, { kind: "resume" });
  if (!answer.accepted) throw new OrchestratorError("illegal-transition", answer.message);
  return {
    schema: "resume",
    data: { accepted: true, message: answer.message },
    text: "The running orchestrator goes on.",
    next: ["orchestrator status"],
  };
}
