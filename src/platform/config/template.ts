import type { GateDefinition, SetupStep } from "../../model/index.ts";

export interface TemplateChoices {
  readonly roadmap: string;
  /** How the default agent is started; null leaves a line to fill in. */
  readonly agent: { readonly adapter: string; readonly run: string | null } | null;
  readonly gates: readonly Pick<GateDefinition, "name" | "check">[];
  readonly setup: readonly Pick<SetupStep, "run" | "cacheKey" | "cachePaths">[];
  readonly concurrency: number;
}

/** The orchestrator.yaml that `init` writes: small, commented, and valid as it stands. */
export function defaultConfigText(choices: TemplateChoices): string {
  const { roadmap, agent, gates, setup, concurrency } = choices;
  const adapter = agent === null ? null : agentLine(agent);
  return [
    "# How autonomous agents work on this repository. Every setting: docs/configuration.md",
    `roadmap: ${scalar(roadmap)}`,
    "",
    "agents:",
    adapter ?? "  # default: { adapter: claude-code }   # or codex, opencode, gemini, acp, command",
    "",
    "# Run once in each fresh clone; reused while the files in cache_key stay the same.",
    setup.length === 0 ? "setup: []" : "setup:",
    ...setup.map(setupLine),
    "",
    "# All of them must pass on the merged tree before anything lands.",
    gates.length === 0 ? "gates: []" : "gates:",
    ...gates.map(gateLine),
    "",
    "# Agents at work at the same time.",
    `concurrency: ${concurrency}`,
    "",
  ].join("\n");
}

function agentLine({ adapter, run }: { readonly adapter: string; readonly run: string | null }) {
  return `  default: { adapter: ${scalar(adapter)}${run === null ? "" : `, run: ${scalar(run)}`} }`;
}

function setupLine({ run, cacheKey, cachePaths }: TemplateChoices["setup"][number]): string {
  const list = (key: string, paths: readonly string[]) =>
    paths.length === 0 ? "" : `, ${key}: [${paths.map(scalar).join(", ")}]`;
  return `  - { run: ${scalar(run)}${list("cache_key", cacheKey)}${list("cache_paths", cachePaths)} }`;
}

function gateLine({ name, check }: TemplateChoices["gates"][number]): string {
  const what = check.kind === "command" ? `run: ${scalar(check.run)}` : `check: ${check.kind}`;
  return `  - { name: ${scalar(name)}, ${what} }`;
}

const PLAIN_SCALAR = /^[A-Za-z][A-Za-z0-9 ._/-]*$/;
const YAML_WORDS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/** A YAML scalar, quoted where it could be read as anything but this text. */
function scalar(text: string): string {
  const plain = PLAIN_SCALAR.test(text) && !text.endsWith(" ");
  return plain && !YAML_WORDS.has(text.toLowerCase()) ? text : JSON.stringify(text);
}
