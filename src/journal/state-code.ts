import type { State } from "../model/index.ts";
import { OrchestratorError } from "../model/index.ts";

type MapField = {
  [K in keyof State]: State[K] extends ReadonlyMap<string, unknown> ? K : never;
}[keyof State];

/** A field of State that becomes a map is a type error here until it is listed. */
const MAP_FIELDS: Readonly<Record<MapField, true>> = {
  streams: true,
  targets: true,
  releases: true,
  deferred: true,
  verdicts: true,
  names: true,
  accounts: true,
  checkpoints: true,
};

/** The state as JSON bytes: maps as arrays of pairs, in their order. */
export function encodeState(state: State): Buffer {
  const plain: Record<string, unknown> = { ...state };
  for (const field of mapFields()) plain[field] = [...state[field]];
  return Buffer.from(JSON.stringify(plain));
}

/** The opposite of {@link encodeState}; throws `journal-corrupt` on anything else. */
export function decodeState(bytes: Uint8Array): State {
  const plain: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
  if (typeof plain !== "object" || plain === null) throw notAState();
  const state: Record<string, unknown> = { ...plain };
  for (const field of mapFields()) {
    const pairs = state[field];
    if (!Array.isArray(pairs)) throw notAState();
    state[field] = new Map(pairs as [string, unknown][]);
  }
  // Snapshots of earlier versions have none.
  state["team"] ??= null;
  state["machine"] ??= null;
  state["programs"] ??= {};
  state["size"] ??= null;
  // Only `encodeState` of the same version of the product writes what a snapshot's hash vouches for.
  return state as unknown as State;
}

function mapFields(): readonly MapField[] {
  return Object.keys(MAP_FIELDS) as MapField[];
}

function notAState(): OrchestratorError {
  return new OrchestratorError("journal-corrupt", "A snapshot does not hold a state.");
}
