import { isSessionOpen } from "../../model/index.ts";
import type { InputOf, StreamKey, StreamState } from "../../model/index.ts";
import { settleStream } from "../attempt/settle.ts";
import { belongsToAll, isPlanned, reopen } from "./sessions.ts";
import { settledStatus } from "../stages.ts";
import type { Turn } from "../turn.ts";
import { emit } from "../turn.ts";

type Observation = InputOf<"roadmap-observed">;

/**
 * A person's roadmap is always right (law I11): what they complete, cancel or remove is settled,
 * what they take back is open again, and what they add joins a session that is for everything.
 */
export function noteRoadmap(turn: Turn, { target, digest, upserted, removed }: Observation): void {
  const { targets, streams } = turn.state;
  if (targets.get(target)?.roadmapDigest === digest) return;
  const own = (key: StreamKey) => key.startsWith(`${target}:`);
  const facts = upserted.filter((each) => own(each.key));
  const gone = removed.filter((key) => own(key) && isListed(streams.get(key)));
  emit(turn, { type: "roadmap-noted", target, digest, upserted: facts, removed: gone });
  for (const { key } of facts) heed(turn, key);
  for (const key of gone) heed(turn, key);
  const joining = facts.map((each) => each.key).filter((key) => joins(turn, key));
  if (joining.length > 0) emit(turn, { type: "streams-added", keys: joining });
}

/** A standing duty is in no roadmap, and no roadmap takes it away. */
function isListed(stream: StreamState | undefined): boolean {
  return stream?.inRoadmap === true && stream.facts.duty === undefined;
}

function heed(turn: Turn, key: StreamKey): void {
  const stream = turn.state.streams.get(key);
  if (stream === undefined) return;
  if (settledStatus(stream) !== null) settleStream(turn, stream);
  else if (stream.stage.kind === "settled") reopen(turn, key, "the roadmap");
}

function joins(turn: Turn, key: StreamKey): boolean {
  const { session, streams } = turn.state;
  if (session === null || !isSessionOpen(session) || !isPlanned(session)) return false;
  if (session.request.selection.kind !== "all" || turn.work.selected.has(key)) return false;
  const stream: StreamState | undefined = streams.get(key);
  return stream !== undefined && belongsToAll(stream);
}
