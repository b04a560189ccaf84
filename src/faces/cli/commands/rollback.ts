import { awaitState, newestRefusal, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { PersonAct } from "../../../model/index.ts";
import { NOTHING_LEFT, OrchestratorError, displayKey } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { list } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { workplaceOf } from "../context.ts";
import { requireTrust } from "../running/trusting.ts";
import { locate, request } from "./acts.ts";

/** The gates run on the reverted tree, and a landing before it may have to end first. */
const PATIENCE_MS = 24 * 60 * 60_000;

interface RollbackOptions {
  readonly withDependents?: boolean;
  readonly trust?: boolean;
}

export const rollback: Face = (command, on) => {
  command
    .argument("<what>", "a landed work stream, or a checkpoint")
    .option("--with-dependents", "also what landed on top of it")
    .option("--trust", "trust this configuration's commands for this run")
    .action(
      on((context, what: string, options: RollbackOptions) => {
        const place = workplaceOf(context);
        if (readState(place).state.checkpoints.has(what)) {
          return bringBackTo(context, "rollback", what, options.trust === true);
        }
        requireTrust(place, options.trust === true);
        const { key } = locate(context, what);
        const withDependents = options.withDependents === true;
        return undo(place, "rollback", { kind: "rollback", key, withDependents });
      }),
    );
};

/** Undoes everything that landed after a checkpoint. */
export function bringBackTo(
  context: Context,
  schema: string,
  name: string,
  trust: boolean,
): Promise<Answer> {
  const place = workplaceOf(context);
  requireTrust(place, trust);
  return undo(place, schema, { kind: "restore-checkpoint", name });
}

async function undo(place: Workplace, schema: string, act: PersonAct): Promise<Answer> {
  const before = readState(place);
  await request(place, act);
  const known = new Map(
    [...before.state.targets.values()].map(({ id, rolledBack }) => [id, rolledBack.length]),
  );
  const done = await awaitState(
    place,
    ({ targets }) => {
      const all = [...targets.values()];
      const isOver = all.every((one) => one.rollback === null && one.checkoutMoves.length === 0);
      if (!isOver) return null;
      return all.flatMap(({ id, rolledBack }) => {
        return rolledBack.slice(known.get(id) ?? 0).map((one) => ({ target: id, ...one }));
      });
    },
    PATIENCE_MS,
  );
  const refused = newestRefusal(place, before.seq + 1);
  const made = (done ?? []).map(({ target, commit, why, streams }) => ({
    target,
    commit,
    why,
    opened: streams.filter(({ complete }) => !complete).map(({ key }) => displayKey(key)),
    completed: streams.filter(({ complete }) => complete).map(({ key }) => displayKey(key)),
  }));
  if (refused !== null) throw notUndone(refused, made);
  const protectedBy = [...readState(place).state.checkpoints.values()].findLast(
    ({ name, automatic }) => automatic && name.startsWith("before-"),
  );
  const back = protectedBy === undefined ? [] : [`orchestrator rollback ${protectedBy.name}`];
  return {
    schema,
    data: { rolledBack: made, checkpoint: protectedBy?.name ?? null },
    text: made
      .map(({ commit, opened, completed }) =>
        [
          `Rolled back as ${commit.slice(0, 12)}, all gates passing.`,
          ...(opened.length === 0 ? [] : [`Open again: ${list(opened.map(safeText))}`]),
          ...(completed.length === 0 ? [] : [`Complete again: ${list(completed.map(safeText))}`]),
        ].join("\n"),
      )
      .join("\n"),
    next: [...back, "orchestrator status"],
  };
}

function notUndone(message: string, made: readonly unknown[]): OrchestratorError {
  if (message === NOTHING_LEFT) {
    const hint = "It was undone before. How work stands: orchestrator status";
    const details = { rolledBack: made };
    const words = `nothing to roll back: ${message}`;
    return new OrchestratorError("illegal-transition", words, { hint, details });
  }
  const [first = "", ...evidence] = message.split("\n");
  const isRed = evidence.length > 0;
  const code = isRed ? "gate-rejected" : "merge-conflict";
  return new OrchestratorError(code, `nothing was rolled back: ${first}`, {
    hint: isRed ? evidence.slice(0, 20).join("\n") : "Revert it yourself: git revert -m 1 COMMIT",
    details: { rolledBack: made },
  });
}
