import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { AdapterName, RunExit } from "../model/index.ts";
import { adapterFor } from "./adapter-for.ts";
import { LineReader } from "./lines/lines.ts";
import type { Seen } from "./lines/seen.ts";
import { NOTHING_SEEN, see } from "./lines/seen.ts";

const folder = fileURLToPath(new URL("../../../shared/fixtures/cli-streams", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn("recorded agent streams are not here: their tests are skipped");

const ADAPTERS: Readonly<Record<string, AdapterName>> = {
  claude: "claude-code",
  codex: "codex",
  opencode: "opencode",
  gemini: "gemini",
  qwen: "claude-code",
  cc: "claude-code",
  cx: "codex",
  cxn: "codex",
  oc: "opencode",
  ge: "gemini",
};

/** Streams of other protocols: they are read elsewhere, or not at all. */
const OTHERS = /^acp-|app-server|otel|^copilot|^cline/;

const files = isThere
  ? readdirSync(folder).filter((file) => file.endsWith(".jsonl") && !OTHERS.test(file))
  : [];

function adapterOf(file: string) {
  const name = /^(?:sig-)?([a-z]+)/.exec(file)?.[1] ?? "";
  const adapter = ADAPTERS[name];
  if (adapter === undefined) throw new Error(`whose stream is ${file}?`);
  return adapterFor({ adapter, run: null, script: null, model: null, env: {}, envAllow: [] });
}

function seenIn(file: string): Seen {
  const reader = new LineReader();
  const lines = [...reader.push(readFileSync(`${folder}/${file}`)), ...reader.end()];
  return lines.flatMap((line) => adapterOf(file).parse(line)).reduce(see, NOTHING_SEEN);
}

const outcomeOf = (file: string, exit: RunExit) =>
  adapterOf(file).classify(exit, seenIn(file), 1_795_000_000_000);

/** What each kind of recorded run is, whichever program it was; the first that fits. */
const EXPECTED: readonly (readonly [RegExp, number, string])[] = [
  [/-(?:e429(?:-r1)?)\.jsonl|-e5\d\d/, 1, "limited"],
  [/-e401/, 1, "login-needed"],
  [/-e400/, 1, "failed prompt-too-long"],
  [/-(?:cut|refused|hang)/, 1, "failed provider"],
  [/-(?:budget|loopturns)/, 1, "failed capped"],
  [/-perm-ask/, 0, "failed no-result"],
  [/^sig-cc-SIGINT/, 0, "failed stopped"],
  [/^sig-|-kill1/, 0, "failed no-result"],
  [/./, 0, "claimed-done"],
];

/** Programs that say nothing of it in their stream: stderr has to. */
const SILENT = /^(?:opencode-(?:cut|e401|e500|refused)|gemini-(?:cut|e429|e500|refused))\./;

describe.skipIf(!isThere)("recorded runs of real agents", () => {
  test("are all judged as what they were", () => {
    const judged = files
      .filter((file) => !SILENT.test(file))
      .map((file) => {
        const [, code = 0, expected = ""] = EXPECTED.find(([kind]) => kind.test(file)) ?? [];
        const outcome = outcomeOf(file, { kind: "exited", code });
        const reason = outcome.kind === "failed" ? ` ${outcome.reason}` : "";
        return { file, is: `${outcome.kind}${reason}`, expected };
      });
    expect(judged.length).toBeGreaterThan(100);
    expect(judged.filter((one) => one.is !== one.expected)).toEqual([]);
  });

  test("that were refused at once have been answered nothing, and the others something", () => {
    const answered = (file: string) => seenIn(`${file}.jsonl`).hasAnswered;
    expect([answered("codex-e429"), answered("codex-e401")]).toEqual([false, false]);
    expect(["claude-edit", "codex-edit", "opencode-edit", "gemini-edit"].map(answered)).toEqual(
      Array(4).fill(true),
    );
  });

  test("that say nothing of their failure are never taken for success", () => {
    for (const file of files.filter((one) => SILENT.test(one))) {
      for (const code of [0, 1]) {
        expect(outcomeOf(file, { kind: "exited", code }).kind, file).toBe("failed");
      }
    }
  });

  test("that ended well are worth looking at even when they were killed at their exit", () => {
    for (const file of ["claude-edit", "codex-edit", "opencode-edit", "gemini-edit"]) {
      const killed = outcomeOf(`${file}.jsonl`, { kind: "signalled", signal: "SIGKILL" });
      expect(killed.kind).toBe("claimed-done");
    }
  });

  test("of one edit and one commit say so alike", () => {
    for (const file of ["claude-edit", "codex-edit55", "opencode-edit", "gemini-edit"]) {
      const reader = new LineReader();
      const bytes = readFileSync(`${folder}/${file}.jsonl`);
      const lines = [...reader.push(bytes), ...reader.end()].flatMap((line) =>
        adapterOf(file).parse(line),
      );
      const started = lines.filter((line) => line.kind === "tool-started");
      expect(started.length, file).toBe(2);
      expect(started[0]?.files.map((path) => path.split("/").at(-1))).toEqual(["hello.txt"]);
      expect(lines.filter((line) => line.kind === "tool-ended" && line.failed)).toEqual([]);
      const seen = lines.reduce(see, NOTHING_SEEN);
      expect(seen.session, file).toMatch(/^[\w-]{20,}$/);
      expect(seen.usage).toMatchObject({ outputTokens: 130, cacheReadTokens: 2_100 });
      expect(seen.said).toBe("Done: hello.txt is written and committed.");
    }
  });

  test("leave no event that is taken for plain output", () => {
    const plain = files.flatMap((file) =>
      readFileSync(`${folder}/${file}`, "utf8")
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .flatMap((line) => adapterOf(file).parse(line))
        .filter((line) => line.kind === "output"),
    );
    expect(plain).toEqual([]);
  });

  test("count a conversation that was gone on from once", () => {
    // Both counts of the second run hold the first; what is new is what one run used.
    for (const program of ["claude", "codex"]) {
      const first = seenIn(`${program}-res1.jsonl`).usage;
      const second = seenIn(`${program}-res2.jsonl`).usage;
      expect(first).toMatchObject({ inputTokens: 500, outputTokens: 7 });
      expect(second).toMatchObject({ inputTokens: 1_000, outputTokens: 14 });
    }
  });
});
