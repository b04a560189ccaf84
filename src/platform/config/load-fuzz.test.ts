import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Config, OrchestratorError } from "../../model/index.ts";
import { loadConfig } from "./load.ts";

let top: string;
let root: string;
const before = { ...process.env };

beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "orchestrator-config-fuzz-")));
  root = join(top, "repository");
  mkdirSync(root);
  process.env["XDG_CONFIG_HOME"] = join(top, "config");
  process.env["XDG_STATE_HOME"] = join(top, "state");
});

afterAll(() => {
  process.env = { ...before };
  rmSync(top, { recursive: true, force: true });
});

/** The settings, or the refusal; anything else is a fault of ours and is thrown. */
function loaded(text: string): Config | OrchestratorError {
  writeFileSync(join(root, "orchestrator.yaml"), text);
  try {
    return loadConfig({ cwd: root, env: {} });
  } catch (error) {
    if (error instanceof OrchestratorError) return error;
    throw error;
  }
}

function judge(result: Config | OrchestratorError): void {
  if (result instanceof OrchestratorError) {
    expect(result.code).toBe("bad-config");
    expect(result.message).not.toBe("");
    expect(result.message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    return;
  }
  expect(result.concurrency).toBeGreaterThanOrEqual(1);
  expect(result.concurrency).toBeLessThanOrEqual(64);
  expect(Object.values(result.timeouts).every((ms) => ms > 0)).toBe(true);
  expect(result.sandbox).not.toBe("off");
  for (const target of result.targets) {
    expect(target.roadmap.startsWith("/") || target.roadmap.split("/").includes("..")).toBe(false);
    expect(target.branch?.startsWith("-") ?? false).toBe(false);
    const names = target.gates.map((gate) => gate.name);
    expect(new Set(names).size).toBe(names.length);
  }
}

const KEYS =
  "roadmap branch devlog conventions gates setup agents concurrency sandbox timeouts retry overlap names targets defaults default_target run name check cwd only timeout adapter script env path isolation __proto__ constructor toString".split(
    " ",
  );

it("answers or refuses whatever a settings file holds, in words", () => {
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        "off",
        "npm test",
        "30m",
        "../x",
        "--x",
        "/etc",
        "command",
        "self",
        "",
        "20%",
      ),
      fc.integer({ min: -5, max: 70 }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    ),
    tree: fc.oneof(
      { depthSize: "small" },
      tie("leaf"),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie("tree"), { maxKeys: 5 }),
    ),
  }));
  const settings = fc.dictionary(fc.constantFrom(...KEYS), tree, { maxKeys: 6 });
  fc.assert(
    // JSON is YAML too.
    fc.property(settings, (value) => judge(loaded(JSON.stringify(value)))),
    { numRuns: 150 },
  );
});

it("answers or refuses whatever text a settings file is", () => {
  const marks = "gates|:| |- |{|}|[|]|&a|*a|>|'|\"|#|!!js|%|? |...|a|1|<<|é|\\".split("|");
  const parts = fc.constantFrom(...marks, "|", "\n", "\t", "---\n", "\u0000", "\u202e");
  const text = fc.oneof(
    fc.array(parts, { maxLength: 25 }).map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, (value) => judge(loaded(value))),
    { numRuns: 150 },
  );
});
