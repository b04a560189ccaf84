import { BUILT_IN_GATES, isRecord } from "../../../model/index.ts";

/** Keys that hold a list of texts, where one text alone may stand for the list. */
const LISTS = ["conventions", "protected_paths", "workspace_include"];

/**
 * Writes shorthands out, so that the schema sees one form of everything: `npm test` for
 * `{ run: npm test }`, one text for a list of one, `claude-code` for `{ adapter: claude-code }`.
 * A key without a value counts as absent. Whatever is of a wrong kind passes for the schema to name.
 */
export function expandShorthands(data: unknown): unknown {
  if (!isRecord(data)) return data;
  const settings = expandTargetFields(data);
  if (isRecord(settings["agents"])) {
    settings["agents"] = mapValues(settings["agents"], (agent) =>
      typeof agent === "string" ? { adapter: agent } : expandLists(agent, ["env_allow"]),
    );
  }
  if (isRecord(settings["names"])) {
    settings["names"] = mapValues(settings["names"], listOf);
  }
  if (settings["roles"] !== undefined) settings["roles"] = expandRoles(settings["roles"]);
  if (isRecord(settings["recovery"])) {
    settings["recovery"] = mapValues(settings["recovery"], listOf);
  }
  if (isRecord(settings["defaults"])) {
    settings["defaults"] = expandTargetFields(settings["defaults"]);
  }
  if (isRecord(settings["targets"])) {
    settings["targets"] = mapValues(settings["targets"], (target) =>
      typeof target === "string"
        ? { path: target }
        : isRecord(target)
          ? expandTargetFields(target)
          : target,
    );
  }
  if (typeof settings["sandbox"] === "string") settings["sandbox"] = { mode: settings["sandbox"] };
  settings["sandbox"] = expandLists(settings["sandbox"], ["read", "write", "egress"]);
  if (settings["sandbox"] === undefined) delete settings["sandbox"];
  if (typeof settings["telemetry"] === "string") {
    settings["telemetry"] = { otlp: settings["telemetry"] };
  }
  settings["notify"] = expandNotify(settings["notify"]);
  if (settings["notify"] === undefined) delete settings["notify"];
  for (const key of ["timeouts", "retry", "budget", "telemetry", "admission"]) {
    if (isRecord(settings[key])) settings[key] = withoutNulls(settings[key]);
  }
  return settings;
}

/** `default`, a list of names, or a map in which a name alone is a role as well. */
function expandRoles(roles: unknown): unknown {
  const listed = listOf(roles);
  if (Array.isArray(listed) && listed.every((name) => typeof name === "string")) {
    return Object.fromEntries(listed.map((name) => [name, {}]));
  }
  if (!isRecord(roles)) return roles;
  const entries = Object.entries(roles).map(([name, role]) => [
    name,
    role === null ? {} : expandLists(role, ["words", "files", "capabilities"]),
  ]);
  return Object.fromEntries(entries);
}

function expandTargetFields(data: Record<string, unknown>): Record<string, unknown> {
  const settings = expandLists(data, LISTS) as Record<string, unknown>;
  if (typeof settings["source"] === "string") settings["source"] = { kind: settings["source"] };
  if (Array.isArray(settings["gates"])) {
    settings["gates"] = settings["gates"].map((gate: unknown) => expandGate(gate));
  }
  if (settings["setup"] !== undefined) {
    const steps: unknown[] = Array.isArray(settings["setup"])
      ? settings["setup"]
      : [settings["setup"]];
    settings["setup"] = steps.map((step) =>
      typeof step === "string" ? { run: step } : expandLists(step, ["cache_key", "cache_paths"]),
    );
  }
  return settings;
}

function expandNotify(notify: unknown): unknown {
  const expanded = expandLists(notify, ["on", "command"]);
  if (!isRecord(expanded) || typeof expanded["webhook"] !== "string") return expanded;
  return { ...expanded, webhook: { url: expanded["webhook"] } };
}

function expandGate(gate: unknown): unknown {
  if (typeof gate === "string") {
    const builtIn = (BUILT_IN_GATES as readonly string[]).includes(gate);
    return builtIn ? { check: gate } : { run: gate };
  }
  const expanded = withTextEnv(expandLists(gate, ["only", "known_failures"]));
  if (isRecord(expanded) && typeof expanded["flaky"] === "boolean") {
    return { ...expanded, flaky: expanded["flaky"] ? 1 : 0 };
  }
  return expanded;
}

/** `PORT: 3000` is a number in YAML and a text to a process. */
function withTextEnv(data: unknown): unknown {
  if (!isRecord(data) || !isRecord(data["env"])) return data;
  const env = mapValues(data["env"], (value) =>
    typeof value === "number" || typeof value === "boolean" ? String(value) : value,
  );
  return { ...data, env };
}

function expandLists(data: unknown, keys: readonly string[]): unknown {
  if (!isRecord(data)) return data;
  const settings = withoutNulls(data);
  for (const key of keys) {
    if (settings[key] !== undefined) settings[key] = listOf(settings[key]);
  }
  return settings;
}

function listOf(value: unknown): unknown {
  return typeof value === "string" ? [value] : value;
}

function withoutNulls(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}

function mapValues(data: Record<string, unknown>, change: (value: unknown) => unknown) {
  return Object.fromEntries(
    Object.entries(withoutNulls(data)).map(([key, value]) => [key, change(value)]),
  );
}
