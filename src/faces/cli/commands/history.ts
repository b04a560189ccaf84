import { readState } from "../../../daemon/index.ts";
import type { AgentWork, TargetWork } from "../../../journal/index.ts";
import { workHistory } from "../../../journal/index.ts";
import { OrchestratorError, isoTime } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { alignRows } from "../../text/width.ts";
import { count, duration, nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";

export const history: Face = (command, on) => {
  command
    .argument("[name]", "an agent or a target; without it, all")
    .action(on((context, name?: string) => show(context, name ?? null)));
};

function show(context: Context, name: string | null): Answer {
  const { state, seq } = readState(workplaceOf(context));
  const all = workHistory(state);
  const agents = name === null ? all : only(all, name);
  const lines = agents.flatMap(({ agent, role, targets }) =>
    targets.flatMap((work) => [
      `${safeText(agent)} (${safeText(role)}) in ${safeText(work.target)}: ${tally(work)}`,
      ...alignRows(work.completed.map(cells)).map((line) => `  ${line}`),
    ]),
  );
  return {
    schema: "history",
    seq,
    data: { agents: agents.map(dataOf) },
    text: lines.length === 0 ? "Nobody has worked here yet." : lines.join("\n"),
  };
}

/** Of an agent by its name or id, or of a target. */
function only(all: readonly AgentWork[], name: string): readonly AgentWork[] {
  const plain = name.toLowerCase();
  const is = (one: string): boolean => one.toLowerCase() === plain;
  const found = all.filter(({ agent, agentId }) => is(agent) || is(agentId));
  if (found.length > 0) return found;
  const within = all
    .map((one) => ({ ...one, targets: one.targets.filter(({ target }) => is(target)) }))
    .filter(({ targets }) => targets.length > 0);
  if (within.length > 0) return within;
  const targets = all.flatMap((one) => one.targets.map(({ target }) => target));
  const known = [...new Set([...all.map(({ agent }) => agent), ...targets])];
  const close = nearest(name, known);
  throw new OrchestratorError(
    "not-found",
    `nobody and no target is called ${JSON.stringify(name)}`,
    {
      hint: `There is ${(close.length > 0 ? close : known).join(", ") || "nobody yet"}.`,
    },
  );
}

function tally({ completed, attempts, rejected, failed }: TargetWork): string {
  return `${completed.length} completed in ${count(attempts, "attempt")}, ${rejected} rejected, ${failed} failed`;
}

function cells({ id, title, completedAtMs, durationSeconds }: TargetWork["completed"][number]) {
  return [
    isoTime(completedAtMs),
    safeText(id),
    safeText(title),
    durationSeconds === null ? "" : duration(durationSeconds * 1_000),
  ];
}

function dataOf({ targets, ...agent }: AgentWork) {
  return {
    ...agent,
    targets: targets.map(({ completed, ...counts }) => ({
      ...counts,
      completed: completed.map(({ completedAtMs, ...one }) => ({
        ...one,
        completedAt: isoTime(completedAtMs),
      })),
    })),
  };
}
