import { afterEach, describe, expect, it } from "vitest";
import { detectProject } from "./index.ts";
import { makeTree } from "./runner.fixture.ts";

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

function detect(files: Readonly<Record<string, string>>) {
  const { path, remove } = makeTree(files);
  removals.push(remove);
  const { setup, gates } = detectProject(path);
  return {
    setup: setup.map((step) => [step.run, step.cacheKey, step.cachePaths]),
    gates: gates.map((gate) => [gate.name, gate.check.kind === "command" ? gate.check.run : null]),
  };
}

const manifest = (scripts: object, more: object = {}) => JSON.stringify({ scripts, ...more });

describe("detectProject", () => {
  it("reads npm's scripts and lockfile, cheap gates first", () => {
    const scripts = { test: "vitest run", lint: "eslint .", build: "tsc", start: "node ." };
    expect(detect({ "package.json": manifest(scripts), "package-lock.json": "{}" })).toEqual({
      setup: [["npm ci", ["package-lock.json"], ["node_modules"]]],
      gates: [
        ["lint", "npm run lint"],
        ["build", "npm run build"],
        ["tests", "npm test"],
      ],
    });
  });

  it.each([
    ["pnpm-lock.yaml", "pnpm install --frozen-lockfile", "pnpm test"],
    ["yarn.lock", "yarn install --frozen-lockfile", "yarn test"],
    ["bun.lock", "bun install --frozen-lockfile", "bun run test"],
  ])("tells the package manager by %s", (lock, setup, test) => {
    const found = detect({ "package.json": manifest({ test: "x" }), [lock]: "" });
    expect(found.setup[0]?.[0]).toBe(setup);
    expect(found.gates).toEqual([["tests", test]]);
  });

  it("needs no setup where nothing is needed, and installs where no lockfile is", () => {
    expect(detect({ "package.json": manifest({ test: "node --test" }) }).setup).toEqual([]);
    const needs = manifest({}, { devDependencies: { x: "1" } });
    expect(detect({ "package.json": needs }).setup).toEqual([
      ["npm install --no-audit --no-fund --no-package-lock", ["package.json"], ["node_modules"]],
    ]);
  });

  it("keeps what setup fills only where its key files tell all of it", () => {
    const lock = { "package-lock.json": "{}" };
    const package_ = { "package.json": manifest({}) };
    const kept = { ...package_, ...lock, ".npmrc": "", "patches/a.patch": "" };
    expect(detect(kept).setup).toEqual([
      ["npm ci", ["package-lock.json", ".npmrc", "patches/"], ["node_modules"]],
    ]);
    const each: readonly Readonly<Record<string, string>>[] = [
      { ...lock, "package.json": manifest({}, { workspaces: ["packages/*"] }) },
      { ...package_, "pnpm-lock.yaml": "", "pnpm-workspace.yaml": "" },
      { ...package_, "yarn.lock": "", ".yarnrc.yml": "" },
      { "uv.lock": "" },
      { "poetry.lock": "" },
      { "requirements.txt": "-e .\npytest\n" },
      { "requirements.txt": "pytest\n-r other.txt\n" },
      { "requirements.txt": "./local\n" },
    ];
    for (const files of each) {
      expect(detect(files).setup.map(([, key]) => key)).toEqual([[]]);
    }
    const fill = "python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt";
    expect(detect({ "requirements.txt": "pytest==8.0\n" }).setup).toEqual([
      [fill, ["requirements.txt"], [".venv"]],
    ]);
  });

  it("takes npm's placeholder for no test, and a broken manifest for none", () => {
    const placeholder = 'echo "Error: no test specified" && exit 1';
    expect(detect({ "package.json": manifest({ test: placeholder }) }).gates).toEqual([]);
    for (const text of ["{", "[]", "null", '{"scripts":[1]}', '{"scripts":{"test":5}}']) {
      expect(detect({ "package.json": text })).toEqual({ setup: [], gates: [] });
    }
  });

  it.each([
    [
      { "uv.lock": "", "pyproject.toml": "[tool.pytest.ini_options]" },
      "uv sync --frozen",
      "uv run python -m pytest -q",
    ],
    [
      { "requirements.txt": "", "tests/test_a.py": "" },
      "python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt",
      ".venv/bin/python -m pytest -q",
    ],
    [{ "pytest.ini": "" }, undefined, "python3 -m pytest -q"],
  ])("reads Python's files %#", (files, setup, test) => {
    const found = detect(files);
    expect(found.setup[0]?.[0]).toBe(setup);
    expect(found.gates).toEqual([["tests", test]]);
  });

  it("reads Cargo, Go and make", () => {
    expect(detect({ "Cargo.toml": "", "Cargo.lock": "" })).toEqual({
      setup: [["cargo fetch --locked", ["Cargo.lock"], []]],
      gates: [["tests", "cargo test"]],
    });
    expect(detect({ "go.mod": "" }).gates).toEqual([
      ["go-vet", "go vet ./..."],
      ["tests", "go test ./..."],
    ]);
    expect(detect({ Makefile: "all:\n\ntest: all\n\t./t\n" }).gates).toEqual([
      ["tests", "make test"],
    ]);
    expect(detect({ Makefile: "test := 1\nlatest:\n" }).gates).toEqual([]);
  });

  it("gives gates of several languages names of their own", () => {
    const files = { "package.json": manifest({ test: "x" }), "go.mod": "", "pytest.ini": "" };
    expect(detect(files).gates.map(([name]) => name)).toEqual([
      "tests",
      "python-tests",
      "go-vet",
      "go-tests",
    ]);
  });

  it("proposes nothing for an empty folder", () => {
    expect(detect({})).toEqual({ setup: [], gates: [] });
  });
});
