import { join } from "node:path";
import type { GateDefinition, SetupStep } from "../model/index.ts";
import { listDir, readTextIfExists } from "../platform/index.ts";

/** What a repository's root shows of how it is built and tested. */
interface ProjectFiles {
  /** Names in the root folder. */
  readonly names: ReadonlySet<string>;
  /** The text of a file in the root; null when there is none. */
  readonly read: (name: string) => string | null;
}

export interface DetectedProject {
  readonly setup: readonly SetupStep[];
  readonly gates: readonly GateDefinition[];
}

const SETUP_TIMEOUT_MS = 15 * 60_000;
const GATE_TIMEOUT_MS = 15 * 60_000;

/** Setup and gates that `init` proposes, from the files in a repository's root; runs nothing. */
export function detectProject(root: string): DetectedProject {
  const files: ProjectFiles = {
    names: new Set(listDir(root)),
    read: (name) => readTextIfExists(join(root, name)),
  };
  return { setup: detectSetup(files), gates: detectGates(files) };
}

/** One step per package manager, done once per content of its lockfile. */
function detectSetup(files: ProjectFiles): readonly SetupStep[] {
  const has = (name: string): boolean => files.names.has(name);
  const steps = [javaScriptSetup(files), pythonSetup(files)];
  if (has("Cargo.lock")) steps.push(stepOf("cargo fetch --locked", ["Cargo.lock"], []));
  if (has("go.sum")) steps.push(stepOf("go mod download", ["go.mod", "go.sum"], []));
  if (has("Gemfile.lock")) {
    const run = "bundle config set --local path vendor/bundle && bundle install";
    steps.push(stepOf(run, ["Gemfile.lock"], ["vendor/bundle"]));
  }
  return steps.filter((step) => step !== null);
}

function javaScriptSetup(files: ProjectFiles): SetupStep | null {
  const manifest = readManifest(files);
  if (manifest === null) return null;
  const modules = ["node_modules"];
  const locked = (name: string): boolean => files.names.has(name);
  if (locked("pnpm-lock.yaml")) {
    return stepOf("pnpm install --frozen-lockfile", ["pnpm-lock.yaml"], modules);
  }
  if (locked("yarn.lock")) {
    const modern = files.names.has(".yarnrc.yml");
    const flag = modern ? "--immutable" : "--frozen-lockfile";
    return stepOf(`yarn install ${flag}`, ["yarn.lock"], modules);
  }
  const bun = ["bun.lock", "bun.lockb"].find(locked);
  if (bun !== undefined) return stepOf("bun install --frozen-lockfile", [bun], modules);
  const npm = ["package-lock.json", "npm-shrinkwrap.json"].find(locked);
  if (npm !== undefined) return stepOf("npm ci", [npm], modules);
  const needs = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  if (needs.every((one) => Object.keys(toRecord(one)).length === 0)) return null;
  return stepOf("npm install --no-audit --no-fund", ["package.json"], modules);
}

function pythonSetup(files: ProjectFiles): SetupStep | null {
  const has = (name: string): boolean => files.names.has(name);
  if (has("uv.lock")) return stepOf("uv sync --frozen", ["uv.lock"], [".venv"]);
  if (has("poetry.lock")) {
    const run = "POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --no-interaction";
    return stepOf(run, ["poetry.lock"], [".venv"]);
  }
  const wanted = ["requirements.txt", "requirements-dev.txt", "dev-requirements.txt"].filter(has);
  if (wanted.length === 0) return null;
  const lists = wanted.map((name) => `-r ${name}`).join(" ");
  return stepOf(`python3 -m venv .venv && .venv/bin/python -m pip install ${lists}`, wanted, [
    ".venv",
  ]);
}

/** Build, types, lint and tests, as far as the files say how. Nothing found: no gates. */
function detectGates(files: ProjectFiles): readonly GateDefinition[] {
  const has = (name: string): boolean => files.names.has(name);
  const gates = javaScriptGates(files);
  const add = (name: string, run: string): void => {
    gates.push({ name: freeName(name, gates), run });
  };
  const pytest = pythonTests(files);
  if (pytest !== null) add("python-tests", pytest);
  if (has("Cargo.toml")) add("cargo-tests", "cargo test");
  if (has("go.mod")) {
    add("go-vet", "go vet ./...");
    add("go-tests", "go test ./...");
  }
  if (has("gradlew")) add("gradle-tests", "./gradlew test");
  if (has("mvnw")) add("maven-tests", "./mvnw -q test");
  else if (has("pom.xml")) add("maven-tests", "mvn -q test");
  if (has("mix.exs")) add("mix-tests", "mix test");
  if (has("Gemfile") && has("spec")) add("rspec", "bundle exec rspec");
  if (has("deno.json") || has("deno.jsonc")) add("deno-tests", "deno test");
  if (gates.length === 0) {
    const makefile = ["GNUmakefile", "makefile", "Makefile"].find(has);
    const rules = makefile === undefined ? "" : (files.read(makefile) ?? "");
    for (const target of ["check", "test"]) {
      if (new RegExp(`^${target}\\s*:(?!=)`, "m").test(rules)) {
        add(target === "test" ? "tests" : target, `make ${target}`);
        break;
      }
    }
  }
  return gates.map(({ name, run }) => gateOf(name, run));
}

interface NamedCommand {
  readonly name: string;
  readonly run: string;
}

/** `tests` for the first program that tests, `go-tests` and so on for the others. */
function freeName(name: string, taken: readonly NamedCommand[]): string {
  const plain = name.replace(/^\w+-(?=tests$)/, "");
  return taken.some((one) => one.name === plain) ? name : plain;
}

/** Scripts that judge, in the order in which the cheap ones answer first. */
const JUDGING_SCRIPTS: readonly (readonly [string, string])[] = [
  ["typecheck", "types"],
  ["type-check", "types"],
  ["lint", "lint"],
  ["build", "build"],
  ["test", "tests"],
];

function javaScriptGates(files: ProjectFiles): NamedCommand[] {
  const manifest = readManifest(files);
  if (manifest === null) return [];
  const scripts = toRecord(manifest.scripts);
  const runner = packageRunner(files);
  const gates: NamedCommand[] = [];
  for (const [script, name] of JUDGING_SCRIPTS) {
    const command = scripts[script];
    if (typeof command !== "string" || command.trim() === "") continue;
    // What `npm init` writes is no test.
    if (/no test specified/.test(command) || gates.some((one) => one.name === name)) continue;
    const run = script === "test" ? `${runner} test` : `${runner} run ${script}`;
    gates.push({ name, run: runner === "bun" ? `bun run ${script}` : run });
  }
  return gates;
}

function packageRunner({ names }: ProjectFiles): "pnpm" | "yarn" | "bun" | "npm" {
  if (names.has("pnpm-lock.yaml")) return "pnpm";
  if (names.has("yarn.lock")) return "yarn";
  return names.has("bun.lock") || names.has("bun.lockb") ? "bun" : "npm";
}

function pythonTests(files: ProjectFiles): string | null {
  const has = (name: string): boolean => files.names.has(name);
  const settings = files.read("pyproject.toml") ?? "";
  const python = ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt"].some(has);
  const tests =
    has("pytest.ini") ||
    has("conftest.py") ||
    /\[tool\.pytest\b/.test(settings) ||
    (python && (has("tests") || has("test")));
  if (!tests) return null;
  const pytest = "python -m pytest -q";
  if (has("uv.lock")) return `uv run ${pytest}`;
  if (has("poetry.lock")) return `poetry run ${pytest}`;
  return pythonSetup(files) === null ? "python3 -m pytest -q" : `.venv/bin/${pytest}`;
}

interface Manifest {
  readonly scripts?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

/** A package.json that can be read as an object; a broken one is as good as none. */
function readManifest(files: ProjectFiles): Manifest | null {
  const text = files.read("package.json");
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    return value === null || typeof value !== "object" || Array.isArray(value) ? null : value;
  } catch {
    return null;
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

function stepOf(
  run: string,
  cacheKey: readonly string[],
  cachePaths: readonly string[],
): SetupStep {
  return { run, cwd: ".", timeoutMs: SETUP_TIMEOUT_MS, cacheKey, cachePaths };
}

function gateOf(name: string, run: string): GateDefinition {
  return {
    name,
    check: { kind: "command", run },
    cwd: ".",
    onlyPaths: [],
    timeoutMs: GATE_TIMEOUT_MS,
    flakyRetries: 0,
    baseline: "green",
    knownFailures: [],
    env: {},
  };
}
