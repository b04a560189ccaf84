import { join } from "node:path";
import type { ConfinementKind } from "../model/index.ts";
import { CONFINEMENTS } from "../model/index.ts";
import { readTextIfExists, writeDurable } from "../platform/index.ts";
import { probeConfinement } from "../warden/index.ts";

/** How agents are held on this machine, and why not better, in a sentence. */
export interface Confinement {
  readonly kind: ConfinementKind;
  readonly why: string;
}

/** Writes down what the probe found: it starts programs, and `status` has no time for that. */
export async function noteConfinement(stateDir: string): Promise<void> {
  const { kind, why } = await probeConfinement();
  writeDurable(confinementPath(stateDir), JSON.stringify({ kind, why } satisfies Confinement));
}

/** What the last leader found; null before there was one. */
export function readConfinement(stateDir: string): Confinement | null {
  try {
    const value: unknown = JSON.parse(readTextIfExists(confinementPath(stateDir)) ?? "null");
    return isConfinement(value) ? value : null;
  } catch {
    return null;
  }
}

function confinementPath(stateDir: string): string {
  return join(stateDir, "confinement.json");
}

function isConfinement(value: unknown): value is Confinement {
  if (typeof value !== "object" || value === null) return false;
  const { kind, why } = value as Partial<Confinement>;
  return CONFINEMENTS.some((one) => one === kind) && typeof why === "string";
}
