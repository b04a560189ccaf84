import {
  awaitState,
  checkpointSeq,
  diffCheckpoints,
  readState,
  roadmapOfCheckpoint,
} from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { Checkpoint } from "../../../model/index.ts";
import { OrchestratorError, displayKey, isoTime } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import { count, nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { parseCount } from "../options/quantity.ts";
import { request } from "./acts.ts";
import { bringBackTo } from "./rollback.ts";

/** Pinning refs is a matter of moments; a leader may be busy with a turn. */
const PATIENCE_MS = 60_000;

export const checkpoint: Face = (command, on) => {
  command
    .command("create")
    .description("hold the journal's position, the refs and the roadmap")
    .argument("[name]", "letters, digits, dots, dashes")
    .option("--why <text>", "what it is for", "made by hand")
    .action(
      on((context, name: string | undefined, options: { why: string }) =>
        create(context, name ?? "", options.why),
      ),
    );
  command.command("list").description("all of them, oldest first").action(on(listAll));
  command
    .command("show")
    .description("what one holds")
    .argument("<name>", "checkpoint")
    .option("--roadmap", "print the roadmap it holds")
    .action(
      on((context, name: string, options: { roadmap?: boolean }) =>
        show(context, name, options.roadmap === true),
      ),
    );
  command
    .command("diff")
    .description("what changed since, or between two")
    .argument("<name>", "checkpoint")
    .argument("[other]", "a later one; without it, now")
    .action(on((context, name: string, other: string | undefined) => diff(context, name, other)));
  command
    .command("restore")
    .description("undo what landed since, by commits that revert it")
    .argument("<name>", "checkpoint")
    .option("--trust", "trust this configuration's commands for this run")
    .action(
      on((context, name: string, options: { trust?: boolean }) => {
        findCheckpoint(workplaceOf(context), name);
        return bringBackTo(context, "checkpoint-restore", name, options.trust === true);
      }),
    );
  command
    .command("prune")
    .description("let checkpoints go; without names, automatic ones")
    .argument("[names...]", "checkpoints")
    .option("--keep <number>", "how many automatic ones stay", parseCount, 10)
    .action(
      on((context, names: readonly string[], options: { keep: number }) =>
        prune(context, names, options.keep),
      ),
    );
};

async function create(context: Context, name: string, why: string): Promise<Answer> {
  const place = workplaceOf(context);
  const before = new Set(readState(place).state.checkpoints.keys());
  await request(place, { kind: "checkpoint", name, why });
  const kept = await awaitState(
    place,
    ({ checkpoints }) => {
      const made = [...checkpoints.values()].find(
        (one) => !before.has(one.name) && (name === "" ? !one.automatic : one.name === name),
      );
      if (made === undefined) return { made: null };
      return made.stage === "kept" ? { made } : null;
    },
    PATIENCE_MS,
  );
  if (kept?.made === null || kept === null) {
    throw new OrchestratorError("io-failed", "the checkpoint could not be kept", {
      hint: "Why is in: orchestrator state history --events",
    });
  }
  const { made } = kept;
  return {
    schema: "checkpoint",
    data: dataOf(made),
    text: `Checkpoint ${safeText(made.name)}: ${headsOf(made)}`,
    next: [`orchestrator checkpoint restore ${made.name}`, "orchestrator checkpoint list"],
  };
}

function listAll(context: Context): Answer {
  const all = [...readState(workplaceOf(context)).state.checkpoints.values()];
  const rows = all.map((one) => [
    safeText(one.name),
    isoTime(one.atMs),
    headsOf(one),
    safeText(one.why),
  ]);
  return {
    schema: "checkpoint-list",
    data: { checkpoints: all.map(dataOf) },
    text: all.length === 0 ? "No checkpoint yet." : alignRows(rows).join("\n"),
    next: all.length === 0 ? ["orchestrator checkpoint create"] : [],
  };
}

async function show(context: Context, name: string, roadmap: boolean): Promise<Answer> {
  const place = workplaceOf(context);
  const one = findCheckpoint(place, name);
  if (roadmap) {
    const target = context.globals.target ?? place.config.defaultTarget;
    const bytes = await roadmapOfCheckpoint(place, one, target);
    const text = bytes === null ? null : Buffer.from(bytes).toString("utf8");
    const shown = text ?? "It holds no roadmap.";
    return {
      schema: "checkpoint",
      data: { ...dataOf(one), roadmap: text },
      text: safeLines(shown),
    };
  }
  const seq = checkpointSeq(place, one);
  return {
    schema: "checkpoint",
    data: { ...dataOf(one), seq },
    text: [
      `${safeText(one.name)}, made by ${safeText(one.by)} at ${isoTime(one.atMs)}: ${safeText(one.why)}`,
      ...(seq === null ? [] : [`  journal position ${seq}`]),
      ...one.places.flatMap((each) => [
        `  ${safeText(each.target)} at ${each.head.slice(0, 12)}, kept under ${safeText(each.ref)}`,
        ...(each.landed === null ? [] : [`    beside the branch: ${each.landed.slice(0, 12)}`]),
        `    roadmap ${each.roadmapDigest?.slice(0, 12) ?? "none"}`,
      ]),
    ].join("\n"),
    next: [`orchestrator checkpoint diff ${one.name}`],
  };
}

async function diff(context: Context, name: string, other: string | undefined): Promise<Answer> {
  const place = workplaceOf(context);
  const from = findCheckpoint(place, name);
  const to = other === undefined ? null : findCheckpoint(place, other);
  const diffs = await diffCheckpoints(place, from, to);
  const streams = streamsSince(place, from, to);
  return {
    schema: "checkpoint-diff",
    data: { from: from.name, to: to?.name ?? null, targets: diffs, landed: streams },
    text: [
      `${count(streams.length, "work stream")} landed since ${safeText(from.name)}${streams.length === 0 ? "" : `: ${streams.map(safeText).join(", ")}`}`,
      ...diffs.flatMap((each) => [
        `${safeText(each.target)} ${each.from.slice(0, 12)}..${each.to.slice(0, 12)}: ${count(each.files.length, "file")}`,
        ...each.files.map((file) => `  ${file.change.padEnd(7)} ${safeText(file.path)}`),
      ]),
    ].join("\n"),
    next: to === null ? [`orchestrator checkpoint restore ${from.name}`] : [],
  };
}

function streamsSince(place: Workplace, from: Checkpoint, to: Checkpoint | null): string[] {
  const landingsIn = ({ positions }: Checkpoint, target: string): number =>
    positions.find((one) => one.target === target)?.landings ?? 0;
  const landed = [...readState(place).state.targets.values()].flatMap((target) => {
    const end = to === null ? target.landed.length : landingsIn(to, target.id);
    return target.landed.slice(landingsIn(from, target.id), end).map(({ key }) => displayKey(key));
  });
  // What was undone and landed again is one work stream.
  return [...new Set(landed)];
}

async function prune(context: Context, named: readonly string[], keep: number): Promise<Answer> {
  const place = workplaceOf(context);
  for (const name of named) findCheckpoint(place, name);
  const all = [...readState(place).state.checkpoints.values()].filter(
    ({ stage }) => stage === "kept",
  );
  const automatic = all.filter((one) => one.automatic).map(({ name }) => name);
  const names = named.length > 0 ? named : automatic.slice(0, Math.max(0, automatic.length - keep));
  if (names.length > 0) {
    await request(place, { kind: "drop-checkpoints", names });
    await awaitState(
      place,
      ({ checkpoints }) => (names.some((name) => checkpoints.has(name)) ? null : true),
      PATIENCE_MS,
    );
  }
  return {
    schema: "checkpoint-prune",
    data: { dropped: names },
    text: names.length === 0 ? "Nothing to let go." : `Let go: ${names.map(safeText).join(", ")}`,
  };
}

function findCheckpoint(place: Workplace, name: string): Checkpoint {
  const { checkpoints } = readState(place).state;
  const found = checkpoints.get(name);
  if (found?.stage === "kept") return found;
  const close = nearest(name, [...checkpoints.keys()]);
  throw new OrchestratorError("not-found", `there is no checkpoint ${JSON.stringify(name)}`, {
    hint: close.length > 0 ? `Did you mean ${close.join(", ")}?` : "orchestrator checkpoint list",
  });
}

function dataOf(one: Checkpoint): Record<string, unknown> {
  const { name, by, why, automatic, atMs, places, positions } = one;
  return { name, by, why, automatic, at: isoTime(atMs), places, positions };
}

function headsOf({ places }: Checkpoint): string {
  if (places.length === 0) return "being made";
  return places.map(({ target, head }) => `${safeText(target)} at ${head.slice(0, 12)}`).join(", ");
}

function safeLines(text: string): string {
  return text.trimEnd().split("\n").map(safeText).join("\n");
}
