import { isAbsolute, join, resolve } from "node:path";
import { totalmem } from "node:os";
import type { FenceConfig } from "../../../model/index.ts";
import { OrchestratorError } from "../../../model/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { parseSize } from "../quantities.ts";
import type { SandboxSettings, Size } from "../settings.ts";
import { quoted } from "../words.ts";

/** What is in force without a word from anybody. */
const OWN = { mode: "auto", network: "auto", ...DEFAULTS.fence } as const;

const STRICTNESS = {
  mode: ["off", "auto", "required"],
  network: ["open", "auto", "none"],
} as const;

/**
 * A repository may ask for a stricter sandbox and lower ceilings, never for the opposite. What it
 * wants seen or reached besides is added to the user's own: that took trust in its exact text.
 */
export function narrowSandbox(
  asked: SandboxSettings | undefined,
  own: SandboxSettings,
  say: (key: string, asked: unknown, held: unknown) => void,
): SandboxSettings | undefined {
  if (asked === undefined) return undefined;
  const held: { -readonly [K in keyof SandboxSettings]: SandboxSettings[K] } = { ...asked };
  for (const key of ["mode", "network"] as const) {
    const order: readonly string[] = STRICTNESS[key];
    const wanted = asked[key];
    const most = own[key] ?? OWN[key];
    if (wanted === undefined || order.indexOf(wanted) >= order.indexOf(most)) continue;
    say(key === "mode" ? "sandbox" : `sandbox.${key}`, wanted, most);
    Object.assign(held, { [key]: most });
  }
  for (const key of ["memory", "disk", "processes", "cpu"] as const) {
    const wanted = asked[key];
    const most = own[key] ?? (key === "cpu" ? undefined : OWN[key]);
    if (wanted === undefined || most === undefined || amount(wanted) <= amount(most)) continue;
    say(`sandbox.${key}`, wanted, most);
    Object.assign(held, { [key]: most });
  }
  for (const key of ["read", "write", "egress"] as const) {
    if (asked[key] !== undefined) held[key] = [...new Set([...(own[key] ?? []), ...asked[key]])];
  }
  return held;
}

function amount(value: Size): number {
  return typeof value === "number" ? value : (parseSize(value, totalmem()) ?? 0);
}

export function resolveFence(settings: SandboxSettings, root: string, home: string): FenceConfig {
  const path = (key: string) => (written: string) => placeOf(written, key, root, home);
  return {
    read: (settings.read ?? []).map(path("sandbox.read")),
    write: (settings.write ?? []).map(path("sandbox.write")),
    egress: settings.egress ?? [],
    network: settings.network ?? OWN.network,
    ceilings: {
      memoryBytes: amount(settings.memory ?? OWN.memory),
      cpus: settings.cpu ?? null,
      processes: settings.processes ?? OWN.processes,
      diskBytes: amount(settings.disk ?? OWN.disk),
    },
  };
}

function placeOf(written: string, key: string, root: string, home: string): string {
  const expanded =
    written === "~" || written.startsWith("~/") ? join(home, written.slice(1)) : written;
  const path = isAbsolute(expanded) ? resolve(expanded) : resolve(root, expanded);
  const isAllOfIt = path === "/" || (key === "sandbox.write" && `${home}/`.startsWith(`${path}/`));
  if (!isAllOfIt) return path;
  throw new OrchestratorError("bad-config", `${key}: ${quoted(written)} would open everything`, {
    hint: "Name what is needed; without any sandbox it is: sandbox: off",
  });
}
