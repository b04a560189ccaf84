import { resolve } from "node:path";
import { backUp, diagnose, hasJournal, repair } from "../../../daemon/index.ts";
import type { Diagnosis, RepairSource } from "../../../daemon/index.ts";
import { EXIT, OrchestratorError } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { count, list } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";

export const backup: Face = (command, on) => {
  command.option("--to <dir>", "a new directory; without it, .orchestrator/backups/…").action(
    on((context, options: { to?: string }) => {
      const to = options.to === undefined ? null : resolve(context.cwd, options.to);
      const { path, seq, files, warnings } = backUp(workplaceOf(context), to);
      const beside = files.length === 0 ? "" : `, with ${list(files.map(safeText))}`;
      return {
        schema: "backup",
        data: { path, seq, files },
        text: `${count(seq, "record")}, every one as it was written, in ${safeText(path)}${beside}`,
        warnings,
      };
    }),
  );
};

export interface RepairOptions {
  readonly from?: string;
}

/** Without `--from` it only says what could be done. */
export async function repairState(context: Context, options: RepairOptions): Promise<Answer> {
  const place = workplaceOf(context);
  const found = await diagnose(place);
  if (options.from === undefined) return describeDamage(found, hasJournal(place));
  const source = sourceOf(context, options.from, found);
  if (!context.globals.yes) {
    throw new OrchestratorError("denied", "this replaces the journal, so it has to be confirmed", {
      hint: `orchestrator state repair --from ${options.from} --yes (the old one is kept aside)`,
    });
  }
  const { records, aside, landed, putBack } = await repair(place, source);
  return {
    schema: "state-repair",
    data: { from: options.from, records, aside, landed, putBack },
    text: [
      `The journal is sound again: ${count(records, "record")}, ${count(landed, "landing")} found on the branch.`,
      `The one before lies in ${safeText(aside)}`,
      ...(putBack.length === 0 ? [] : [`Put back: ${list(putBack.map(safeText))}`]),
    ].join("\n"),
    next: ["orchestrator doctor", "orchestrator status"],
  };
}

function describeDamage(found: Diagnosis, isThere: boolean): Answer {
  const { damage, lastGoodSeq, backup: newest } = found;
  if (damage === null) {
    return { schema: "state-repair", data: found, text: "The journal is sound." };
  }
  const own =
    lastGoodSeq === 0
      ? "nothing: not one of its own records is sound"
      : `its own first ${count(lastGoodSeq, "record")}`;
  const offers = [
    `--from last-good  ${own}`,
    newest === null
      ? "--from backup     none is here; name one: --from DIR"
      : `--from backup     ${count(newest.seq, "record")} in ${safeText(newest.path)}`,
    `--from git        no record, ${inGit(found)} and the roadmap`,
    "--from nothing    an empty one: what is done is told by the roadmap alone",
  ];
  const message = isThere ? `the journal is damaged: ${damage}` : "there is no journal here";
  return {
    schema: "state-repair",
    data: found,
    text: [
      isThere
        ? "It can be made anew, the damaged one is kept aside. What would be left:"
        : "Nothing was ever run here, or it is gone. It can be made anew, from:",
      ...offers.map(indented),
      `What landed (${inGit(found)}) is found on the branch with all but the last.`,
    ].join("\n"),
    exit: EXIT.precondition,
    failure: { code: "journal-corrupt", message },
    next: [`orchestrator state repair --from ${mostOf(found)} --yes`],
  };
}

function inGit({ landings }: Diagnosis): string {
  return landings === null ? "what the branch tells" : count(landings, "landing");
}

/** Whichever leaves the most. */
function mostOf({ lastGoodSeq, backup: newest }: Diagnosis): string {
  if (newest !== null && newest.seq > lastGoodSeq) return "backup";
  return lastGoodSeq > 0 ? "last-good" : "git";
}

function indented(line: string): string {
  return `  ${line}`;
}

function sourceOf(context: Context, from: string, { backup: newest }: Diagnosis): RepairSource {
  switch (from) {
    case "last-good":
    case "git":
    case "nothing":
      return { kind: from };
    case "backup":
      if (newest !== null) return { kind: "backup", path: newest.path };
      throw new OrchestratorError(
        "not-found",
        "there is no sound backup in .orchestrator/backups",
        {
          hint: "Name its directory: orchestrator state repair --from DIR",
        },
      );
    default:
      return { kind: "backup", path: resolve(context.cwd, from) };
  }
}
