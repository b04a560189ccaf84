import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { ENTRY, finished } from "../e2e/rig.ts";
import { greetings } from "./greetings.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const LIBRARY = pathToFileURL(join(dirname(ENTRY), "index.js")).href;

interface Section {
  readonly title: string;
  readonly code: string;
  readonly runs: boolean;
}

const sections = readSections(readFileSync(join(ROOT, "docs/typescript.md"), "utf8"));
const scratch = mkdtempSync(join(tmpdir(), "orchestrator-docs-"));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("docs/typescript.md", () => {
  it("holds code that type-checks against the library", () => {
    const files = sections.map(({ title, code }) => {
      const path = join(scratch, `${title.toLowerCase().replaceAll(/\W+/g, "-")}.mts`);
      writeFileSync(path, code);
      return path;
    });
    const config = {
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: {
        typeRoots: [join(ROOT, "node_modules/@types")],
        paths: { orchestrator: [join(ROOT, "src/index.ts")] },
      },
      include: files,
    };
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(ROOT, "node_modules/.bin/tsc");
    const { stdout } = spawnSync(tsc, ["-p", scratch], { encoding: "utf8" });
    expect(stdout.split("\n").filter((line) => /\.mts\(/.test(line))).toEqual([]);
  });

  it("says in words which sections run", () => {
    const text = readFileSync(join(ROOT, "docs/typescript.md"), "utf8");
    const told = text.split(/^## /m).filter((part) => /^\*Runs\.\*/m.test(part));
    expect(told.length).toBe(sections.filter((section) => section.runs).length);
  });

  for (const { title, code } of sections.filter((section) => section.runs)) {
    it(`runs what it says of: ${title}`, async () => {
      const rig = await greetings();
      try {
        const { code: javascript } = transformSync(code, { loader: "ts", format: "esm" });
        const path = join(rig.folder, "snippet.mjs");
        writeFileSync(path, javascript.replaceAll('from "orchestrator"', `from "${LIBRARY}"`));
        const child = spawn(process.execPath, [path], {
          cwd: rig.root,
          env: rig.env,
          stdio: ["ignore", "pipe", "pipe"],
        });
        const ran = await finished(child);
        expect(ran).toMatchObject({ code: 0, stderr: "" });
        const promised = EXPECTED.get(title) ?? [];
        expect(promised.filter((pattern) => !pattern.test(ran.stdout))).toEqual([]);
        expect(promised).not.toEqual([]);
        expect(await rig.settled()).toEqual([]);
      } finally {
        rig.remove();
      }
    });
  }
});

/** What the output of each section shows, besides ending well. */
const EXPECTED: ReadonlyMap<string, readonly RegExp[]> = new Map([
  ["Names", [/^Names already taken: $/m, /^Hello! I'm Conductor, your orchestrator\.$/m]],
  [
    "Memory",
    [/^# Conductor's Memory Journal$/m, /'Greetings are plain text, one file each'/, /^\[\]$/m],
  ],
  [
    "Goals and health",
    [
      /^Goal Type: run_single$/m,
      /^Matching Work Streams: 1\.2$/m,
      /^Available for work: 1\.1,1\.2,1\.3$/m,
      /^Blocked phases: 2\.1$/m,
    ],
  ],
  [
    "From spawn to report",
    [
      /^agent-\d+ \(\w+\): (?:pending|running|verifying)$/m,
      /^Work verified successfully, landed as [0-9a-f]{40}$/m,
      /^\| 1\.2 \| \w+ \| completed \|$/m,
      /^\| 2\.1 \| \w+ \| completed \|$/m,
    ],
  ],
  ["Error recovery", [/^$/]],
  ["Control", [/^Complete: ?/m]],
  ["The Orchestrator class", [/^3 of 4 available$/m, /^full-stops: passed$/m]],
  ["Goal interpreter", [/^Matched: 1\.3$/m, /^Confidence: \d+%$/m]],
  ["Agent runner", [/The gate wants a full stop\./, /^Duration: [\d.]+s$/m, /^Success!$/m]],
  ["Work stream parser", [/^Phase 1\.1: English \[S\]$/m, /^4 in all, first 1\.1$/m, /^blocked$/m]],
  [
    "Event callbacks",
    [/\] agent_running: Phase 1\.1: /, /\] landed: Phase 1\.1: landed as [0-9a-f]+$/m],
  ],
  ["Configuration", [/'1\.1: planned'/, /'2\.1: planned'/]],
]);

/** The code of each section as one module; a fence marked `ts run` says that it is to be run. */
function readSections(text: string): Section[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part): Section => {
      const title = part.slice(0, part.indexOf("\n"));
      const fences = [...part.matchAll(/^```ts( run)?\n([^]*?)^```$/gm)];
      return {
        title,
        code: fences.map((fence) => fence[2]).join("\n"),
        runs: fences.some((fence) => fence[1] !== undefined),
      };
    })
    .filter((section) => section.code !== "");
}
