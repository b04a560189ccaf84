import type { Detection, RecoveryPolicy, RecoveryStep } from "../../../model/index.ts";
import {
  DETECTIONS,
  isRecord,
  LAST_STEPS,
  OrchestratorError,
  RETRY_STEPS,
} from "../../../model/index.ts";
import { readTextIfExists } from "../../files/look.ts";
import { inPackage } from "../../version.ts";
import type { RecoverySettings } from "../settings.ts";
import { remembered } from "../reading/remembered.ts";
import { readYaml } from "../reading/yaml-document.ts";

/** Rows of the recovery table that a file replaces, and who may stand in for whom. */
export interface RecoveryRows {
  readonly rows: Readonly<Partial<Record<Detection, readonly RecoveryStep[]>>>;
  readonly standIns: readonly string[];
}

const STEP = /^(?:same|fresh|decompose|escalate|block|other(?: +[^\s]+)?)$/;

/** Whether a row can be carried out: retries first, and nothing that cannot be done about it. */
export function isRow(detection: Detection, row: readonly string[]): boolean {
  if (row.length === 0 || !row.every((step) => STEP.test(step))) return false;
  const isRetry = row.map((step) => RETRY_STEPS.some((kind) => kind === kindOf(step)));
  const lastRetry = isRetry.lastIndexOf(true);
  if (isRetry.slice(0, lastRetry + 1).includes(false)) return false;
  if (detection !== "dependency-deadlock") return true;
  // Nobody works on what waits: there is nobody to try again.
  return row.every((step) => step === "escalate" || step === "block");
}

function kindOf(step: string): string {
  return step.split(" ")[0] ?? "";
}

function stepFrom(text: string): RecoveryStep {
  const [kind = "", agent = null] = text.trim().split(/ +/);
  if (kind === "other") return { kind, agent };
  const known = [...RETRY_STEPS, ...LAST_STEPS].find((one) => one === kind);
  if (known !== undefined && known !== "other") return { kind: known };
  throw new OrchestratorError("bad-config", `${JSON.stringify(text)} is no step of recovery`, {
    hint: `Steps are ${[...RETRY_STEPS, ...LAST_STEPS].join(", ")}.`,
  });
}

/** Settings as they are meant; agents that are named have to be configured. */
export function resolveRecovery(
  settings: RecoverySettings | undefined,
  agents: Readonly<Record<string, unknown>>,
): RecoveryRows {
  const { agents: standIns = [], ...rows } = settings ?? {};
  const resolved = Object.fromEntries(
    Object.entries(rows).map(([detection, row]) => [detection, row.map(stepFrom)]),
  );
  const named = Object.values(resolved)
    .flat()
    .flatMap((step) => (step.kind === "other" && step.agent !== null ? [step.agent] : []));
  for (const name of [...standIns, ...named]) {
    if (Object.hasOwn(agents, name)) continue;
    throw new OrchestratorError("bad-config", `recovery: no agent ${name} is configured`, {
      hint: `Configured agents: ${Object.keys(agents).join(", ") || "none"}`,
    });
  }
  return { rows: resolved, standIns };
}

/**
 * The whole table: the rows that were replaced, and the others as they ship in `templates/`.
 * @throws OrchestratorError `bad-config` where the shipped table cannot be read
 */
export function recoveryPolicy(
  { rows, standIns }: RecoveryRows,
  agents: readonly string[],
): RecoveryPolicy {
  const shipped = readShipped();
  const table = Object.fromEntries(
    DETECTIONS.map((detection) => [detection, rows[detection] ?? shipped[detection]]),
  ) as Record<Detection, readonly RecoveryStep[]>;
  return { table, standIns, agents };
}

const TWO_STEPS = [{ kind: "same" }, { kind: "escalate" }] as const;
const PLAIN: Readonly<Record<Detection, readonly RecoveryStep[]>> = {
  "agent-failure": TWO_STEPS,
  "agent-timeout": TWO_STEPS,
  "resource-exhaustion": TWO_STEPS,
  "state-corruption": TWO_STEPS,
  rejected: TWO_STEPS,
  "gave-up": [{ kind: "escalate" }],
  "dependency-deadlock": [{ kind: "escalate" }],
};

function readShipped(): Readonly<Record<Detection, readonly RecoveryStep[]>> {
  const path = inPackage("templates/recovery.yaml") ?? "templates/recovery.yaml";
  const text = readTextIfExists(path);
  // A program that was copied without its package still says who is asked when it cannot go on.
  return text === null ? PLAIN : remembered("recovery", [text], () => rowsOf(text, path));
}

function rowsOf(text: string, path: string): Readonly<Record<Detection, readonly RecoveryStep[]>> {
  const yaml = readYaml(text);
  const data = "message" in yaml || !isRecord(yaml.data) ? {} : yaml.data;
  const rows: Partial<Record<Detection, readonly RecoveryStep[]>> = {};
  for (const detection of DETECTIONS) {
    const row: unknown = data[detection];
    const isList = Array.isArray(row) && row.every((step) => typeof step === "string");
    if (!isList || !isRow(detection, row)) {
      throw new OrchestratorError("bad-config", `${path}: ${detection} has no row`, {
        hint: "This file ships with the product; install it anew.",
      });
    }
    rows[detection] = row.map(stepFrom);
  }
  return rows as Record<Detection, readonly RecoveryStep[]>;
}
