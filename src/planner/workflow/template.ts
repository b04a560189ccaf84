import { err, ok, type Result } from "../../model/index.ts";

/** A workflow as its YAML file states it: what to ask, and phases of work. */
export interface WorkflowTemplate {
  readonly name: string;
  /** As written, e.g. `40 minutes`; null when nothing is. */
  readonly estimatedTime: string | null;
  readonly questions: readonly WorkflowQuestion[];
  readonly phases: readonly WorkflowPhase[];
  readonly recovery: readonly WorkflowRecovery[];
  readonly deliverables: readonly string[];
  readonly successCriteria: readonly string[];
}

export interface WorkflowQuestion {
  readonly key: string;
  readonly prompt: string;
  readonly required: boolean;
  /** The answers that are allowed; empty: any. */
  readonly options: readonly string[];
}

export interface WorkflowPhase {
  readonly name: string;
  readonly tasks: readonly string[];
  readonly outputs: readonly string[];
  /** Roles asked for, as written. */
  readonly agents: readonly string[];
  /** Phases by name; null: after the one before it. */
  readonly dependsOn: readonly string[] | null;
  /** May run beside its neighbours that say the same. */
  readonly parallel: boolean;
  readonly checkpoint: string | null;
}

/** What to do when something named goes wrong. */
export interface WorkflowRecovery {
  readonly name: string;
  readonly action: string;
  readonly fallback: string | null;
  /** The phase whose checkpoint it goes back to; null when none is named. */
  readonly checkpoint: string | null;
}

/** What is wrong with a template: where, as a path of its keys, and what. */
export interface TemplateFault {
  readonly path: string;
  readonly message: string;
}

const PHASES_MAX = 100;
const ITEMS_MAX = 100;
const CHARS_MAX = 500;

/** Reads a template from plain data; unknown keys are for others and stay unread. */
export function readTemplate(data: unknown): Result<WorkflowTemplate, readonly TemplateFault[]> {
  const faults: TemplateFault[] = [];
  const reader = new Reader(faults);
  const root = reader.record(data, "template");
  const phases = reader
    .list(root["phases"], "phases", PHASES_MAX)
    .map((one, i) => readPhase(reader, one, `phases[${i}]`));
  const questions = reader
    .list(root["questions"], "questions", ITEMS_MAX)
    .map((one, i) => readQuestion(reader, one, `questions[${i}]`));
  const recovery = Object.entries(
    reader.record(root["recovery_strategies"] ?? {}, "recovery_strategies"),
  );
  const template: WorkflowTemplate = {
    name: reader.text(root["name"], "name"),
    estimatedTime: reader.optional(root["estimated_time"], "estimated_time"),
    questions,
    phases,
    recovery: recovery.map(([name, one]) => readRecovery(reader, name, one)),
    deliverables: reader.texts(root["deliverables"], "deliverables"),
    successCriteria: reader.texts(root["success_criteria"], "success_criteria"),
  };
  if (phases.length === 0) faults.push({ path: "phases", message: "a workflow needs phases" });
  faults.push(...duplicates(phases), ...unknownPhases(phases));
  return faults.length > 0 ? err(faults) : ok(template);
}

function readPhase(reader: Reader, data: unknown, path: string): WorkflowPhase {
  const one = reader.record(data, path);
  const required = reader.list(one["agent_requirements"], `${path}.agent_requirements`, ITEMS_MAX);
  const needed = required.flatMap((each) => {
    const { role, type, domain, language } = reader.record(each, `${path}.agent_requirements`);
    const words = [domain ?? language, type ?? role].filter((word) => typeof word === "string");
    return words.length === 0 ? [] : [words.join(" ")];
  });
  const after = one["depends_on"];
  return {
    name: reader.text(one["name"], `${path}.name`),
    tasks: reader.texts(one["tasks"], `${path}.tasks`),
    outputs: reader.texts(one["outputs"], `${path}.outputs`),
    agents: [...reader.texts(one["agents"], `${path}.agents`), ...needed],
    dependsOn: after === undefined ? null : reader.texts(after, `${path}.depends_on`),
    parallel: one["parallel_execution"] === true,
    checkpoint: reader.optional(one["checkpoint"], `${path}.checkpoint`),
  };
}

function readQuestion(reader: Reader, data: unknown, path: string): WorkflowQuestion {
  const one = reader.record(data, path);
  return {
    key: reader.text(one["key"], `${path}.key`),
    prompt: reader.text(one["prompt"], `${path}.prompt`),
    required: one["required"] === true,
    options: reader.texts(one["options"], `${path}.options`),
  };
}

function readRecovery(reader: Reader, name: string, data: unknown): WorkflowRecovery {
  const path = `recovery_strategies.${name}`;
  const one = reader.record(data, path);
  return {
    name,
    action: reader.text(one["action"], `${path}.action`),
    fallback: reader.optional(one["fallback"], `${path}.fallback`),
    checkpoint: reader.optional(one["rollback_checkpoint"], `${path}.rollback_checkpoint`),
  };
}

function duplicates(phases: readonly WorkflowPhase[]): readonly TemplateFault[] {
  const names = phases.map(({ name }) => name);
  return names
    .filter((name, i) => name !== "" && names.indexOf(name) !== i)
    .map((name) => ({ path: "phases", message: `two phases are called ${name}` }));
}

function unknownPhases(phases: readonly WorkflowPhase[]): readonly TemplateFault[] {
  const known = new Set(phases.map(({ name }) => name));
  return phases.flatMap(({ name, dependsOn }) =>
    (dependsOn ?? [])
      .filter((one) => !known.has(one))
      .map((one) => ({ path: "phases", message: `${name} depends on ${one}, which is no phase` })),
  );
}

/** Plain data read as what it must be; what is not is noted and read as nothing. */
class Reader {
  readonly #faults: TemplateFault[];

  constructor(faults: TemplateFault[]) {
    this.#faults = faults;
  }

  record(data: unknown, path: string): Readonly<Record<string, unknown>> {
    if (typeof data === "object" && data !== null && !Array.isArray(data)) {
      return data as Readonly<Record<string, unknown>>;
    }
    this.#note(path, "must be a mapping");
    return {};
  }

  list(data: unknown, path: string, max: number): readonly unknown[] {
    if (data === undefined || data === null) return [];
    if (!Array.isArray(data)) this.#note(path, "must be a list");
    else if (data.length > max) this.#note(path, `has more than ${max} entries`);
    else return data;
    return [];
  }

  text(data: unknown, path: string): string {
    const text = typeof data === "string" ? data.replace(/\s+/g, " ").trim() : "";
    if (text === "") this.#note(path, "must be a text");
    else if (text.length > CHARS_MAX) this.#note(path, `is longer than ${CHARS_MAX} characters`);
    else return text;
    return "";
  }

  optional(data: unknown, path: string): string | null {
    return data === undefined || data === null ? null : this.text(data, path);
  }

  texts(data: unknown, path: string): readonly string[] {
    return this.list(data, path, ITEMS_MAX).map((one, i) => this.text(one, `${path}[${i}]`));
  }

  #note(path: string, message: string): void {
    this.#faults.push({ path, message });
  }
}
