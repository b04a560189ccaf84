import type { GateDefinition } from "../model/index.ts";
import { sha256 } from "../platform/index.ts";

/** Names a set of definitions: a verdict is good for one tree under one digest alone (law I3). */
export function gatesDigest(definitions: readonly GateDefinition[]): string {
  return sha256(JSON.stringify(definitions, sortKeys));
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
