import { resolve } from "node:path";
import { readState, restoreArchive } from "../../../daemon/index.ts";
import type { AttemptRecord } from "../../../model/index.ts";
import { generationOf, OrchestratorError, targetOf } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, count, keyLabel } from "../../text/words.ts";
import { alignRows } from "../../text/width.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { parseCount } from "../options/quantity.ts";
import { locate } from "./acts.ts";

interface RestoreOptions {
  readonly attempt?: number;
  readonly into?: string;
}

export const restore: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .option("--attempt <number>", "which attempt; without it, the newest", parseCount)
    .option("--into <dir>", "also write every file it left into this new directory")
    .action(on((context, id: string, options: RestoreOptions) => bringBack(context, id, options)));
};

async function bringBack(context: Context, id: string, options: RestoreOptions): Promise<Answer> {
  const { place, key } = locate(context, id);
  const attempts = readState(place).state.streams.get(key)?.attempts ?? [];
  const kept = attempts.filter((attempt) => attempt.archiveRef !== null);
  const chosen =
    options.attempt === undefined
      ? kept.at(-1)
      : kept.find((each) => generationOf(each.attempt) === options.attempt);
  if (chosen === undefined || chosen.archiveRef === null) throw nothingKept(id, kept);
  const restored = await restoreArchive(place, {
    target: targetOf(key),
    archiveRef: chosen.archiveRef,
    directory: options.into === undefined ? null : resolve(context.cwd, options.into),
  });
  return {
    schema: "restore",
    data: { workStream: id, attempt: chosen.attempt, archiveRef: chosen.archiveRef, ...restored },
    text: [
      `${keyLabel(key)}, attempt ${generationOf(chosen.attempt)} of ${count(kept.length, "kept attempt")}, is back as branch ${safeText(restored.branch)}`,
      ...(options.into === undefined ? [] : [`Every file it left is in ${safeText(options.into)}`]),
      ...restored.omitted.map((file) => `Listed, not kept: ${safeText(JSON.stringify(file))}`),
    ].join("\n"),
    next: [commandLine("git log --stat", restored.branch)],
  };
}

function nothingKept(id: string, kept: readonly AttemptRecord[]): OrchestratorError {
  const rows = kept.map((each) => [
    `  ${generationOf(each.attempt)}`,
    each.outcome,
    each.reason ?? "",
  ]);
  const hint =
    kept.length === 0
      ? "No attempt of it has left anything."
      : `Kept attempts:\n${alignRows(rows).join("\n")}`;
  return new OrchestratorError("not-found", `nothing of ${JSON.stringify(id)} can be restored`, {
    hint,
  });
}
