import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as Yaml from "yaml";
import type { Cap } from "../../model/index.ts";
import { BUDGET_SCOPES, OrchestratorError } from "../../model/index.ts";
import { configHome } from "../environment.ts";
import { readTextIfExists } from "../files/look.ts";
import { ensureDir, writeDurable } from "../files/write.ts";
import { parseCap, parseQuietHours } from "./sections/caps.ts";
import { parseShare } from "./quantities.ts";
import { validateSettings } from "./reading/validate.ts";
import { quoted } from "./words.ts";

/** What a person sets by name, and the key that it is written under. */
const OTHER_KEYS: Readonly<Record<string, Kind>> = {
  conserve_at: { isFine: (text) => parseShare(text) !== null, example: "80%" },
  emergency_at: { isFine: (text) => parseShare(text) !== null, example: "95%" },
  quiet_hours: { isFine: (text) => parseQuietHours(text) !== null, example: "22:00-07:00" },
  conserve_model: { isFine: (text) => text.trim() !== "", example: "claude-haiku-4-5" },
};

const CAP: Kind = {
  isFine: (text) => parseCap(text) !== null,
  example: "$20, 300k tokens, '$20, 1M tokens'",
};

interface Kind {
  readonly isFine: (text: string) => boolean;
  readonly example: string;
}

export interface BudgetChange {
  readonly file: string;
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Writes one limit into the user's own settings, with the comments and the order kept; `none`
 * takes it out. Only a person calls this: what a repository says never gets here.
 * @throws OrchestratorError `usage` for a name or an amount that is none, `bad-config`
 */
export function setUserBudget(what: string, amount: string, raiseOnly: boolean): BudgetChange {
  const path = keyPath(what);
  const key = path.join(".");
  const file = join(configHome(), "config.yaml");
  const text = readTextIfExists(file) ?? "";
  const yaml = createRequire(import.meta.url)("yaml") as typeof Yaml;
  const document = yaml.parseDocument(text);
  if (document.errors.length > 0) throw unreadable(file, document.errors[0]?.message ?? "");
  const at = ["budget", ...path];
  const before = document.hasIn(at) ? plain(document.getIn(at)) : null;
  const after = amount === "none" ? null : valueOf(path, amount);
  if (raiseOnly) refuseLowering(what, before, after);
  if (after === null) document.deleteIn(at);
  else document.setIn(at, after);
  const written = document.toString();
  const valid = validateSettings(written);
  if (!valid.ok) throw unreadable(file, valid.error[0]?.message ?? "");
  ensureDir(dirname(file));
  writeDurable(file, written, { mode: 0o600 });
  return { file, key, before, after };
}

function keyPath(what: string): readonly string[] {
  const [scope = "", ...rest] = what.split(":");
  const name = rest.join(":");
  const underscored = scope.replaceAll("-", "_");
  if (name === "" && underscored in OTHER_KEYS) return [underscored];
  if ((scope === "role" || scope === "target") && name !== "") return [`${scope}s`, name];
  const isScope = (BUDGET_SCOPES as readonly string[]).includes(scope);
  if (isScope && scope !== "role" && scope !== "target" && name === "") return [`per_${scope}`];
  const scopes = BUDGET_SCOPES.map((each) =>
    each === "role" || each === "target" ? `${each}:NAME` : each,
  );
  const known = [...scopes, ...Object.keys(OTHER_KEYS).map((each) => each.replaceAll("_", "-"))];
  throw new OrchestratorError("usage", `there is no budget of ${quoted(what)}`, {
    hint: `One of: ${known.join(", ")}`,
  });
}

function valueOf(path: readonly string[], amount: string): string {
  const kind = OTHER_KEYS[path[0] ?? ""] ?? CAP;
  if (kind.isFine(amount)) return amount;
  const hint = `For example: ${kind.example}, or none`;
  throw new OrchestratorError("usage", `${quoted(amount)} is not what can be set there`, { hint });
}

/** An amount as the file has it: a text, or money and tokens by name. */
function plain(value: unknown): string {
  if (typeof value === "string") return value;
  const json = JSON.parse(JSON.stringify(value)) as unknown;
  if (typeof json !== "object" || json === null) return String(json);
  const { usd, tokens } = json as { usd?: number; tokens?: number };
  return [
    ...(usd === undefined ? [] : [`$${usd}`]),
    ...(tokens === undefined ? [] : [`${tokens} tokens`]),
  ].join(", ");
}

function refuseLowering(what: string, before: string | null, after: string | null): void {
  const [was, now] = [capOf(before), capOf(after)];
  if (was === null || now === null) return;
  const isLower = (["microUsd", "tokens"] as const).some(
    (name) => now[name] !== null && (was[name] === null || now[name] < was[name]),
  );
  if (!isLower) return;
  throw new OrchestratorError("usage", `${what} is ${before} already; that is no raise`, {
    hint: `To lower it: orchestrator budget set ${what} '${after}'`,
  });
}

function capOf(text: string | null): Cap | null {
  return text === null ? null : parseCap(text);
}

function unreadable(file: string, why: string): OrchestratorError {
  return new OrchestratorError("bad-config", `${file} cannot be changed: ${why}`, {
    hint: "Correct the file by hand; nothing was written.",
  });
}
