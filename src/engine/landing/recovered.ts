import type { InputOf } from "../../model/index.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

/** What the world has of it that a journal has lost: no attempt's or leader's number comes again. */
export function noteRecovered(turn: Turn, input: InputOf<"recovered">): void {
  const { source, generations, landed } = input;
  const { streams } = turn.state;
  emit(turn, {
    type: "recovered",
    source,
    epoch: Math.max(input.epoch, turn.state.epoch + 1),
    targets: input.targets,
    generations: generations.filter(({ key }) => streams.has(key)),
    landed: landed.filter(({ key }) => streams.has(key)),
  });
}
