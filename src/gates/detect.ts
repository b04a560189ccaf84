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
    steps.push(stepOf(run, ["Gemfile.lock"], ["vendor/bundle", ".bundle"]));
  }
  return steps.filter((step) => step !== null);
}

function javaScriptSetup(files: ProjectFiles): SetupStep | null {
  const manifest = readManifest(files);
  if (manifest === null) return null;
  const found = installer(files, manifest);
  if (found === null) return null;
  // Packages of a workspace have installed directories of their own, wherever they come to lie.
  const many = manifest.workspaces !== undefined || files.names.has("pnpm-workspace.yaml");
  if (many || !found.fillsModules) return stepOf(found.run, [], ["node_modules"]);
  const more = [".npmrc", ".yarnrc", ".pnpmfile.cjs", "bunfig.toml"].filter((name) =>
    files.names.has(name),
  );
  const patches = files.names.has("patches") ? ["patches/"] : [];
  return stepOf(found.run, [found.key, ...more, ...patches], ["node_modules"]);
}

interface Installer {
  readonly run: string;
  readonly key: string;
  /** What it installs is `node_modules` and nothing else. */
  readonly fillsModules: boolean;
}

function installer(files: ProjectFiles, manifest: Manifest): Installer | null {
  const locked = (name: string): boolean => files.names.has(name);
  const fills = { fillsModules: true };
  if (locked("pnpm-lock.yaml")) {
    return { run: "pnpm install --frozen-lockfile", key: "pnpm-lock.yaml", ...fills };
  }
  if (locked("yarn.lock")) {
    const modern = locked(".yarnrc.yml");
    const run = `yarn install ${modern ? "--immutable" : "--frozen-lockfile"}`;
    return { run, key: "yarn.lock", fillsModules: !modern };
  }
  const bun = ["bun.lock", "bun.lockb"].find(locked);
  if (bun !== undefined) return { run: "bun install --frozen-lockfile", key: bun, ...fills };
  const npm = ["package-lock.json", "npm-shrinkwrap.json"].find(locked);
  if (npm !== undefined) return { run: "npm ci", key: npm, ...fills };
  const needs = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies];
  if (needs.every((one) => Object.keys(toRecord(one)).length === 0)) return null;
  // A lockfile that nobody has asked for would be taken for the agent's work.
  const run = "npm install --no-audit --no-fund --no-package-lock";
  return { run, key: "package.json", ...fills };
}

function pythonSetup(files: ProjectFiles): SetupStep | null {
  const has = (name: string): boolean => files.names.has(name);
  // These two install the project itself by its path, so each tree needs its own.
  if (has("uv.lock")) return stepOf("uv sync --frozen", [], [".venv"]);
  if (has("poetry.lock")) {
    const run = "POETRY_VIRTUALENVS_IN_PROJECT=true poetry install --no-interaction";
    return stepOf(run, [], [".venv"]);
  }
  const wanted = ["requirements.txt", "requirements-dev.txt", "dev-requirements.txt"].filter(has);
  if (wanted.length === 0) return null;
  const lists = wanted.map((name) => `-r ${name}`).join(" ");
  const run = `python3 -m venv .venv && .venv/bin/python -m pip install ${lists}`;
  // A list that names other files, or the project itself, depends on more than its own text.
  const plain = wanted.every((name) => !/^\s*(-|\.|file:)/m.test(files.read(name) ?? ""));
  return stepOf(run, plain ? wanted : [], [".venv"]);
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
  readonly workspaces?: unknown;
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
