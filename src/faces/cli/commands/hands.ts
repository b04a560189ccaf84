import { awaitState, readEvents, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { Split, StreamKey } from "../../../model/index.ts";
import { displayKey, OrchestratorError } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { commandLine, count, keyLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import { locate, request } from "./acts.ts";

/** A look at the roadmap takes no longer. */
const PATIENCE_MS = 60_000;

export const escalate: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .option("-m, --message <text>", "what is to be decided", "")
    .action(
      on(async (context, id: string, options: { message: string }) => {
        const { place, key } = locate(context, id);
        await request(place, { kind: "escalate", key, reason: options.message });
        const entry = entryOf(place, key);
        return {
          schema: "escalate",
          data: { id: displayKey(key), key, entry },
          text: `${keyLabel(key)} waits for your decision, as ${entry ?? "answered already"}; what was done is kept.`,
          next: [commandLine("orchestrator answer", id, "TEXT"), "orchestrator inbox"],
        };
      }),
    );
};

export const reassign: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .argument("<agent>", "a configured agent, a role of the team, or a member's name")
    .action(
      on(async (context, id: string, agent: string) => {
        const { place, key } = locate(context, id);
        await request(place, { kind: "reassign", key, agent });
        const led = readState(place).leader !== null;
        return {
          schema: "reassign",
          data: { id: displayKey(key), key, agent },
          text: `${keyLabel(key)} goes to ${safeText(agent)}, with what was done so far.`,
          next: led ? ["orchestrator status"] : ["orchestrator resume", "orchestrator status"],
        };
      }),
    );
};

export const decompose: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .argument("[titles...]", "the parts; without any, its own tasks, criteria or files")
    .action(
      on(async (context, id: string, titles: readonly string[]) => {
        const { place, key } = locate(context, id);
        const before = readState(place);
        const splits = before.state.streams.get(key)?.recovery?.splits ?? 0;
        await request(place, { kind: "decompose", key, titles });
        const found = await awaitProposal(place, key, splits + 1);
        if (found === null || found.stage.kind !== "proposed") {
          throw notDivided(place, key, before.seq + 1);
        }
        const { parts, diff } = found.stage.proposal;
        const entry = entryOf(place, key);
        return {
          schema: "decompose",
          data: { id: displayKey(key), key, entry, parts, diff },
          text: [
            `${keyLabel(key)} can be divided into ${count(parts.length, "work stream")}, and waits for them:`,
            ...parts.map((part) => `  ${safeText(`${part.id}: ${part.title}`)}`),
            "",
            ...diff.split("\n").map(safeText),
            "",
            "Nothing is written yet.",
          ].join("\n"),
          next: [
            `orchestrator approve ${entry ?? id}`,
            `orchestrator reject ${entry ?? id} -m WHY`,
          ],
        } satisfies Answer;
      }),
    );
};

function entryOf(place: Workplace, key: StreamKey): string | null {
  return readState(place).state.streams.get(key)?.recovery?.escalation?.entry ?? null;
}

function awaitProposal(place: Workplace, key: StreamKey, round: number): Promise<Split | null> {
  return awaitState(
    place,
    ({ streams }) => {
      const split = streams.get(key)?.recovery?.split ?? null;
      if (split === null) return GONE;
      return split.round === round && split.stage.kind === "proposing" ? null : split;
    },
    PATIENCE_MS,
  ).then((found) => (found === GONE ? null : found));
}

const GONE: Split = { round: 0, by: "", titles: [], stage: { kind: "proposing" } };

function notDivided(place: Workplace, key: StreamKey, fromSeq: number): OrchestratorError {
  const id = displayKey(key);
  const refused = readEvents(place, { fromSeq }).findLast(
    ({ event }) => event.type === "split-refused" && event.key === key,
  );
  const why = refused?.event.type === "split-refused" ? refused.event.why : "nothing was proposed";
  return new OrchestratorError("illegal-transition", `${id} is not divided: ${why}`, {
    hint: commandLine("orchestrator decompose", id, "TITLE TITLE"),
  });
}
