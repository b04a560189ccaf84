import { join } from "node:path";
import type { Config, ConfinementKind } from "../model/index.ts";
import { CONFINEMENTS } from "../model/index.ts";
import { readJsonOrNull, writeDurable } from "../platform/index.ts";
import { probeConfinement } from "../warden/index.ts";

/** How agents are held on this machine, and why not better, in a sentence. */
export interface Confinement {
  readonly kind: ConfinementKind;
  readonly why: string;
}

/** Writes down what the probe found: it starts programs, and `status` has no time for that. */
export async function noteConfinement(stateDir: string, config: Config): Promise<void> {
  const { kind, why } = await confinementOf(config);
  writeDurable(confinementPath(stateDir), JSON.stringify({ kind, why } satisfies Confinement));
}

/** How agents are held with these settings on this machine, the network included. */
export async function confinementOf(config: Config): Promise<Confinement & { whole: boolean }> {
  const probe = await probeConfinement();
  const { kind, why, tools } = probe;
  if (config.sandbox === "off") {
    const said = "process-group: agents are not confined (sandbox: off)";
    return { kind: "process-group", why: said, whole: false };
  }
  const isFenced = kind === "bubblewrap" && tools.fence !== null;
  const isClosed = isFenced && config.fence.network === "none";
  const network = isClosed ? "agents have no network" : "network: open";
  return { kind, why: `${why}; ${network}`, whole: isFenced };
}

/** What the last leader found; null before there was one. */
export function readConfinement(stateDir: string): Confinement | null {
  const value = readJsonOrNull(confinementPath(stateDir));
  return isConfinement(value) ? value : null;
}

function confinementPath(stateDir: string): string {
  return join(stateDir, "confinement.json");
}

function isConfinement(value: unknown): value is Confinement {
  if (typeof value !== "object" || value === null) return false;
  const { kind, why } = value as Partial<Confinement>;
  return CONFINEMENTS.some((one) => one === kind) && typeof why === "string";
}
