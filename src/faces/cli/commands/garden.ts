import { replaceRoadmap } from "../../../daemon/index.ts";
import { EXIT } from "../../../model/index.ts";
import {
  breakCycles,
  type CycleCut,
  garden as tend,
  gardenEdits,
  unpackVolume,
} from "../../../roadmap/index.ts";
import { safeText } from "../../text/safe.ts";
import { count, streamLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import { requireApproval } from "../roadmap/approval.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { openDesk } from "../roadmap/streams.ts";

interface GardenOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly breakCycles?: boolean;
}

export const garden: Face = (command, on) => {
  command
    .option("--check", "change nothing; exit 8 when there is something to do")
    .option("--dry-run", "change nothing; show the lines that would change")
    .option(
      "--break-cycles",
      "where work streams wait for one another, take the weakest dependency out; asks first",
    )
    .action(
      on((context, options: GardenOptions) =>
        options.breakCycles === true
          ? breakRoadmapCycles(context, options)
          : gardenRoadmap(context, options),
      ),
    );
};

/** What waits for itself can start once a dependency is gone; which one, a person has the last word on. */
async function breakRoadmapCycles(context: Context, options: GardenOptions): Promise<Answer> {
  const { read } = openDesk(context, workplaceOf(context));
  const { text: edited, cuts, left } = breakCycles(read.text, { file: read.path });
  const looking = options.check === true || options.dryRun === true;
  const what = count(cuts.length, "dependency", "dependencies");
  const lines = changedLines(read.text, edited);
  if (!looking && cuts.length > 0) {
    await requireApproval(context, {
      shown: [...cuts.map((cut) => `Let ${told(cut)}`), ...lines],
      question: `Take ${what} out of the roadmap?`,
      declined: "nothing was changed",
      pending: `this takes ${what} out of the roadmap`,
      hint: "Nobody could be asked. To do it: -y. To see them: --dry-run",
    });
    replaceRoadmap(read, edited);
  }
  const answer: Answer = {
    schema: "garden-cycles",
    data: { changed: !looking && cuts.length > 0, cuts, left },
    text: [
      ...cuts.map((cut) => `${looking ? "Would let" : "Let"} ${told(cut)}`),
      ...(options.dryRun === true ? lines : []),
      ...left.map((ids) => `Still a circle: ${ids.map(streamLabel).join(", ")}`),
      `${what} ${looking ? "to take" : "taken"} out, ${count(left.length, "circle")} left`,
    ].join("\n"),
    next: left.length > 0 ? ["orchestrator roadmap lint"] : [],
  };
  const pending = looking ? cuts.length + left.length : left.length;
  if (pending === 0 || options.dryRun === true) return answer;
  const [message, hint] =
    left.length > 0
      ? [
          `${count(left.length, "circle")} cannot be opened without a person`,
          "Take one of the dependencies out by hand: orchestrator roadmap lint names the lines",
        ]
      : [`${what} can be taken out`, "See them: orchestrator garden --break-cycles --dry-run"];
  return { ...answer, exit: EXIT.pending, failure: { code: "pending", message, hint } };
}

function told({ id, on, circle, reason }: CycleCut): string {
  const names = circle.map((each) => safeText(each)).join(" → ");
  return `${streamLabel(id)} no longer wait for ${streamLabel(on)} (${reason}; circle ${names})`;
}

export function gardenRoadmap(context: Context, options: GardenOptions): Answer {
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
    warnings: found.errors.map(({ line, message }) =>
      line > 0 ? `line ${line}: ${message}` : message,
    ),
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
