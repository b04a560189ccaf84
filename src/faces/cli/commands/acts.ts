import { ask, readRoadmapFile, readState } from "../../../daemon/index.ts";
import type { Workplace } from "../../../daemon/index.ts";
import type { PersonAct, StreamKey } from "../../../model/index.ts";
import { displayKey, OrchestratorError } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { keyLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { markBlocked, markOpen } from "../roadmap/roadmap-edit.ts";
import { findKey } from "../roadmap/streams.ts";

export const pause: Face = (command, on) => {
  command.argument("[id]", "one work stream; without any, everything").action(
    on(async (context, id: string | undefined) => {
      if (id !== undefined) {
        const { place, key } = locate(context, id);
        await request(place, { kind: "pause", key });
        return acted("pause", key, `is paused, and what was done is kept: resume ${id}`, true);
      }
      const place = workplaceOf(context);
      await request(place, { kind: "pause" });
      return {
        schema: "pause",
        data: { paused: true },
        text: "Paused: what runs goes on, nothing new is started.",
        next: ["orchestrator resume", "orchestrator status"],
      };
    }),
  );
};

export const retry: Face = (command, on) => {
  command.argument("<id>", "work stream").action(
    on(async (context, id: string) => {
      const { place, key } = locate(context, id);
      const stage = readState(place).state.streams.get(key)?.stage.kind ?? "waiting";
      // What waits only because of the roadmap's word is opened by taking that back.
      const isHeld = stage === "waiting" && markOpen(targetIn(context, place), key);
      if (!isHeld) await request(place, { kind: "retry", key });
      const isOpened = isHeld || markOpen(targetIn(context, place), key);
      const what = `will be tried again${isOpened ? ", and is open again in the roadmap" : ""}`;
      return acted("retry", key, what, readState(place).leader !== null);
    }),
  );
};

export const skip: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .option("--reason <text>", "why", "skipped by a person")
    .action(
      on(async (context, id: string, options: { reason: string }) => {
        const { place, key } = locate(context, id);
        await request(place, { kind: "skip", key, reason: options.reason });
        return acted("skip", key, `is skipped: ${safeText(options.reason)}`, true);
      }),
    );
};

export const block: Face = (command, on) => {
  command
    .argument("<id>", "work stream")
    .option("--reason <text>", "why", "blocked by a person")
    .action(
      on(async (context, id: string, options: { reason: string }) => {
        const { place, key } = locate(context, id);
        await request(place, { kind: "block", key, reason: options.reason });
        markBlocked(targetIn(context, place), key, options.reason);
        return acted("block", key, `is blocked: ${safeText(options.reason)}`, true);
      }),
    );
};

/** The stream meant, in the roadmap or, when a person removed it there, in the journal. */
export function locate(
  context: Context,
  id: string,
): { readonly place: Workplace; readonly key: StreamKey } {
  const place = workplaceOf(context);
  const target = targetIn(context, place);
  const { state } = readState(place);
  const known = [...state.streams.values()].map((stream) => stream.facts);
  const read = readRoadmapFile(target).facts;
  return { place, key: findKey([...read, ...known], id, target.id) };
}

/** Brings an act to whoever leads; a refusal is an error with the reason. */
export async function request(place: Workplace, act: PersonAct): Promise<string> {
  const answer = await ask(place, act);
  if (answer.accepted) return answer.message;
  throw new OrchestratorError("illegal-transition", answer.message, {
    hint: "See how things stand: orchestrator status",
  });
}

function acted(schema: string, key: StreamKey, what: string, settled: boolean): Answer {
  return {
    schema,
    data: { id: displayKey(key), key },
    text: `${keyLabel(key)} ${what}`,
    next: settled ? ["orchestrator status"] : ["orchestrator resume", "orchestrator status"],
  };
}
