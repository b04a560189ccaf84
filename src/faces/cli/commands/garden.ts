import { replaceRoadmap } from "../../../daemon/index.ts";
import { EXIT } from "../../../model/index.ts";
import { garden as tend, gardenEdits, unpackVolume } from "../../../roadmap/index.ts";
import { safeText } from "../../text/safe.ts";
import { count, streamLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { openDesk } from "../streams.ts";

interface GardenOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
}

export const garden: Face = (command, on) => {
  command
    .option("--check", "change nothing; exit 8 when there is something to do")
    .option("--dry-run", "change nothing; show the lines that would change")
    .action(on((context, options: GardenOptions) => gardenRoadmap(context, options)));
};

export async function gardenRoadmap(context: Context, options: GardenOptions): Promise<Answer> {
  const { read } = openDesk(context, workplaceOf(context));
  const found = tend(read.roadmap);
  const { text: edited } = gardenEdits(read.text, { file: read.path });
  const looking = options.check === true || options.dryRun === true;
  const changed = edited !== read.text;
  if (changed && !looking) replaceRoadmap(read, edited);
  const answer: Answer = {
    schema: "garden",
    data: found,
    text: [
      ...found.unblocked.map(
        ({ id, title, reason }) =>
          `${looking ? "Would unblock" : "Unblocked"} ${streamLabel(id)}: ${safeText(title)} (${safeText(reason)})`,
      ),
      ...found.stillBlocked.map(
        ({ id, title, pending, reason }) =>
          `Still blocked ${streamLabel(id)}: ${safeText(title)}, ${pending.length > 0 ? `waits for ${pending.map(safeText).join(", ")}` : safeText(reason ?? "says so")}`,
      ),
      ...found.staleClaims.map(
        (claim) => `Stale claim ${streamLabel(claim.id)}: ${safeText(claim.reason)}`,
      ),
      ...(options.dryRun === true && changed ? changedLines(read.text, edited) : []),
      summary(found.unblocked.length, found.stillBlocked.length, looking),
    ].join("\n"),
    warnings: found.errors.map((error) => `line ${error.line}: ${error.message}`),
  };
  if (options.check !== true || found.unblocked.length === 0) return answer;
  return {
    ...answer,
    exit: EXIT.pending,
    failure: {
      code: "pending",
      message: `${count(found.unblocked.length, "work stream")} can be unblocked`,
      hint: "Do it: orchestrator garden",
    },
  };
}

function summary(unblocked: number, blocked: number, looking: boolean): string {
  const verb = looking ? "can be unblocked" : "unblocked";
  return `${count(unblocked, "work stream")} ${verb}, ${blocked} still blocked`;
}

/** The lines that differ, old and new; an edit never adds or removes a line break elsewhere. */
function changedLines(before: string, after: string): string[] {
  const files = unpackVolume(before)?.files;
  const edited = unpackVolume(after)?.files ?? [];
  if (files !== undefined) {
    return files.flatMap(({ path, text }, place) => {
      const lines = changedLines(text, edited[place]?.text ?? text);
      return lines.length === 0 ? [] : [safeText(path), ...lines];
    });
  }
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  const lines: string[] = [];
  for (let at = 0; at < Math.max(old.length, now.length); at++) {
    if (old[at] === now[at]) continue;
    lines.push(`@@ line ${at + 1}`, `-${safeText(old[at] ?? "")}`, `+${safeText(now[at] ?? "")}`);
  }
  return lines;
}
