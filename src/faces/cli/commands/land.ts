import { landDiverted, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { StreamState } from "../../../model/index.ts";
import { displayKey, EXIT, OrchestratorError } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, keyLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { locate, request } from "./acts.ts";

export const land: Face = (command, on) => {
  command
    .argument("[id]", "a work stream that waits for you; without any, what waits for your checkout")
    .option("--force", "although it was never verified; said of it for ever")
    .action(
      on((context, id: string | undefined, options: { force?: boolean }) =>
        id === undefined ? landAll(context) : landOne(context, id, options.force === true),
      ),
    );
};

/** Lets one work stream land that waits for a person: agreed to, or forced. */
async function landOne(context: Context, id: string, force: boolean): Promise<Answer> {
  const { place, key } = locate(context, id);
  const stage = readState(place).state.streams.get(key)?.stage;
  if (stage?.kind === "completed" && stage.diverted) return landAll(context);
  if (stage?.kind === "unverified" && !force) {
    throw new OrchestratorError("denied", `${keyLabel(key)} was never verified`, {
      hint: `To let it land all the same: ${commandLine("orchestrator land --force", id)}`,
    });
  }
  await request(place, { kind: "land", key, force });
  const after = readState(place).state.streams.get(key);
  const landed = after?.stage.kind === "completed";
  return {
    schema: "land",
    data: { landed: landed ? [displayKey(key)] : [], agreed: [displayKey(key)], waiting: [] },
    text: landed ? `${keyLabel(key)} landed` : `${keyLabel(key)} lands next`,
    next: ["orchestrator status"],
  };
}

/** Moves the branch to what landed beside it while the checkout was in the way. */
async function landAll(context: Context): Promise<Answer> {
  const place = workplaceOf(context);
  const target = targetIn(context, place);
  const moved = await landDiverted(place, target.id);
  const asking = waitingForPerson(place);
  const data = { ...moved, waiting: asking.map(({ facts }) => displayKey(facts.key)) };
  const left = moved.leftAlone.map((path) => `Left as you have it: ${safeText(path)}`);
  const lines = asking.map(
    ({ facts, stage }) =>
      `${keyLabel(facts.key)} waits for you: ${stage.kind === "needs-person" ? stage.why.map(safeText).join("; ") : stage.kind}`,
  );
  const head =
    moved.commit === null
      ? "Nothing waits for your checkout."
      : `Landed: ${safeText(target.branch ?? "the branch")} is at ${moved.commit.slice(0, 12)}`;
  const answer: Answer = {
    schema: "land",
    data,
    text: [head, ...left, ...lines].join("\n"),
    next: asking.slice(0, 2).map(({ facts }) => commandLine("orchestrator land", facts.id)),
  };
  if (asking.length === 0) return answer;
  const message = "some work waits for you to agree";
  return { ...answer, exit: EXIT.pending, failure: { code: "pending", message } };
}

function waitingForPerson(place: Workplace): readonly StreamState[] {
  return [...readState(place).state.streams.values()].filter(
    ({ stage }) => stage.kind === "needs-person",
  );
}
