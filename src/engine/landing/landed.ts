import type { State, StreamState, TargetId } from "../../model/index.ts";

/** What landed beside the branch and waits for the checkout. */
export function divertedStreams(state: State, target: TargetId): readonly StreamState[] {
  const landed = state.targets.get(target)?.landed ?? [];
  return landed.flatMap(({ key }) => {
    const stream = state.streams.get(key);
    return stream?.stage.kind === "completed" && stream.stage.diverted ? [stream] : [];
  });
}
