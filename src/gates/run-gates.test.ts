import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { GateDefinition, GateReport, RunExit } from "../model/index.ts";
import { LIMITS } from "../model/index.ts";
import { gatesDigest, runGates } from "./index.ts";
import { gateOf, makeEvidence, makeRunner, makeTree } from "./runner.fixture.ts";
import type { GateRequest } from "./types.ts";

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
});

function treeOf(files: Readonly<Record<string, string>> = {}): string {
  const { path, remove } = makeTree(files);
  removals.push(remove);
  return path;
}

function judge(
  definitions: readonly GateDefinition[],
  more: Partial<GateRequest> = {},
): Promise<GateReport> {
  return runGates({
    definitions,
    tree: "t",
    path: more.path ?? treeOf(),
    changedFiles: ["src/a.ts"],
    stream: null,
    run: makeRunner().run,
    keep: makeEvidence().keep,
    ...more,
  });
}

const exits = (...list: readonly RunExit[]): GateRequest["run"] => {
  const left = [...list];
  const nothing = new Uint8Array();
  return async () => ({
    exit: left.shift() ?? { kind: "exited", code: 0 },
    stdout: nothing,
    stderr: nothing,
    flooded: false,
  });
};

describe("runGates with commands", () => {
  it("is green when every command exits with 0", async () => {
    const report = await judge([gateOf("true"), gateOf("exit 0", { name: "build" })]);
    expect(report).toMatchObject({ tree: "t", green: true, needsPerson: [] });
    expect(report.results.map((one) => [one.name, one.verdict, one.reason])).toEqual([
      ["tests", "passed", ""],
      ["build", "passed", ""],
    ]);
  });

  it("keeps the exact output of a failure and shows it", async () => {
    const evidence = makeEvidence();
    const report = await judge([gateOf("echo out; echo err >&2; exit 3")], { keep: evidence.keep });
    const [result] = report.results;
    expect(report.green).toBe(false);
    expect(result).toMatchObject({
      verdict: "failed",
      exitCode: 3,
      reason: "exit code 3",
      excerpt: "out\n\n[stderr]\nerr\n",
    });
    const whole = evidence.kept.get(result?.outputDigest ?? "");
    expect(Buffer.from(whole ?? []).toString()).toBe("out\n\n[stderr]\nerr\n");
  });

  it("runs in the gate's folder with the gate's environment", async () => {
    const path = treeOf({ "web/marker": "here" });
    const gate = gateOf("cat marker; echo $COLOUR", { cwd: "web", env: { COLOUR: "blue" } });
    const report = await judge([gate], { path });
    expect(report.results[0]?.excerpt).toBe("hereblue\n");
  });

  it("cuts off a gate that hangs and says after how long", async () => {
    const report = await judge([gateOf("sleep 60", { timeoutMs: 200 })]);
    expect(report.green).toBe(false);
    expect(report.results[0]).toMatchObject({ verdict: "timeout", reason: "not done after 0.2 s" });
  });

  it("bounds a flood and still shows its beginning and its end", async () => {
    const command = "echo first; head -c 104857600 /dev/zero | tr '\\0' 'x'; echo; exit 1";
    const report = await judge([gateOf(command)], { run: makeRunner(4 * 1024 * 1024).run });
    const [result] = report.results;
    expect(Buffer.byteLength(result?.excerpt ?? "")).toBeLessThanOrEqual(
      LIMITS.gateExcerptBytesMax,
    );
    expect(result?.excerpt).toMatch(/^first\n/);
    expect(result?.reason).toBe("exit code 1; its output was cut off at the limit");
  });

  it("shows output that is no UTF-8, without control sequences", async () => {
    const report = await judge([
      gateOf("printf '\\377\\033[31mred\\033[0m\\000\\r\\nnext'; exit 1"),
    ]);
    expect(report.results[0]?.excerpt).toBe("\ufffdred\nnext");
  });

  it("never cuts a character in two nor exceeds the bound with ill-formed bytes", async () => {
    for (const unit of ["€", "\\377", "a€\\377"]) {
      const command = `yes "$(printf '${unit}')" | head -c 60000; exit 1`;
      const excerpt = (await judge([gateOf(command)])).results[0]?.excerpt ?? "";
      expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(LIMITS.gateExcerptBytesMax);
      if (unit === "€") expect(excerpt).not.toContain("\ufffd");
    }
  });

  it("masks credentials in what goes on to prompts", async () => {
    const report = await judge([gateOf("echo https://me:hunter2secret@host/; exit 1")]);
    expect(report.results[0]?.excerpt).not.toContain("hunter2secret");
  });

  it("looks again at a flaky gate, marks it, and keeps the failure as evidence", async () => {
    const path = treeOf();
    const gate = gateOf("test -e seen && exit 0; touch seen; echo broken; exit 1", {
      flakyRetries: 2,
    });
    const runner = makeRunner();
    const report = await judge([gate], { path, run: runner.run });
    expect(report.green).toBe(true);
    expect(report.results[0]).toMatchObject({
      verdict: "flaky",
      exitCode: 1,
      reason: "failed (exit code 1), then passed in run 2",
      excerpt: "broken\n",
    });
    expect(runner.asked.map((one) => one.run)).toEqual([1, 2]);
  });

  it("looks no more often than asked, and never again at a hang", async () => {
    const runner = makeRunner();
    await judge([gateOf("exit 1", { flakyRetries: 2 })], { run: runner.run });
    expect(runner.asked).toHaveLength(3);
    const hanging = makeRunner();
    await judge([gateOf("sleep 60", { flakyRetries: 2, timeoutMs: 100 })], { run: hanging.run });
    expect(hanging.asked).toHaveLength(1);
  });

  it.each([
    { kind: "lost", message: "power cut" },
    { kind: "not-started", message: "no /bin/sh" },
  ] as const)("judges nothing when the run is $kind", async (exit) => {
    const report = await judge([gateOf("true", { flakyRetries: 3 })], { run: exits(exit) });
    expect(report.green).toBe(false);
    expect(report.results[0]?.verdict).toBe("unavailable");
    expect(report.results[0]?.reason).toContain(exit.message);
  });

  it("forgives one kill from outside, and blames a gate that is killed every time", async () => {
    const killed = { kind: "signalled", signal: "SIGKILL" } as const;
    const once = await judge([gateOf("true")], { run: exits(killed) });
    expect(once.results[0]?.verdict).toBe("passed");
    const always = await judge([gateOf("kill -9 $$")]);
    expect(always.results[0]).toMatchObject({
      verdict: "failed",
      reason: "it was killed by SIGKILL",
    });
  });

  it("lets what the runner throws through: nobody has looked", async () => {
    const run = () => Promise.reject(new Error("warden gone"));
    await expect(judge([gateOf("true")], { run })).rejects.toThrow("warden gone");
  });

  it("never runs outside the tree", async () => {
    const path = treeOf({ "a/b": "" });
    symlinkSync(tmpdir(), join(path, "out"));
    for (const cwd of ["..", "a/../..", "out", "/", "gone", "a/b"]) {
      const runner = makeRunner();
      const report = await judge([gateOf("true", { cwd })], { path, run: runner.run });
      expect([cwd, report.results[0]?.verdict]).toEqual([cwd, "failed"]);
      expect(runner.asked).toEqual([]);
    }
  });

  it("runs a gate only when a path it is for has changed, and always on the branch itself", async () => {
    const gate = gateOf("exit 1", { onlyPaths: ["web/**", "*.css"] });
    const idle = await judge([gate], { changedFiles: ["src/a.ts"] });
    expect(idle.results[0]).toMatchObject({
      verdict: "skipped",
      reason: "no changed path matches web/**, *.css",
    });
    expect(idle.green).toBe(true);
    for (const changedFiles of [["web/a/b.ts"], ["src/x/y.css"], null]) {
      expect((await judge([gate], { changedFiles })).results[0]?.verdict).toBe("failed");
    }
  });

  it("skips the rest after a failure where that is asked for", async () => {
    const gates = [gateOf("exit 1"), gateOf("true", { name: "lint" })];
    const early = await judge(gates, { stopEarly: true });
    expect(early.results[1]).toMatchObject({
      verdict: "skipped",
      reason: "not run: tests was red first",
    });
    expect((await judge(gates)).results[1]?.verdict).toBe("passed");
  });
});

describe("runGates on a base that is allowed to be red", () => {
  const tap = "printf 'not ok 1 - adds\\nok 2 - subtracts\\n# fail 1\\n'; exit 1";
  const allow = { baseline: "allow", knownFailures: ["adds"] } as const;

  it("lets known failures pass and names them", async () => {
    const report = await judge([gateOf(tap, allow)]);
    expect(report.green).toBe(true);
    expect(report.results[0]).toMatchObject({
      verdict: "passed",
      exitCode: 1,
      reason: "red in known failures only: adds",
    });
  });

  it.each([
    ["another test fails", tap.replace("ok 2", "not ok 2"), allow],
    ["no test is named", "echo broken; exit 1", allow],
    ["more failed than was named", tap.replace("fail 1", "fail 2"), allow],
    ["the gate does not allow it", tap, { ...allow, baseline: "green" }],
    ["nothing is known", tap, { ...allow, knownFailures: [] }],
    [
      "the process crashed as well",
      `${tap.replace("; exit 1", "")}; echo 'core dumped'; exit 1`,
      allow,
    ],
  ] as const)("stays red when %s", async (_why, command, more) => {
    expect((await judge([gateOf(command, more)])).green).toBe(false);
  });
});

describe("built-in gates", () => {
  const builtIn = (kind: Exclude<GateDefinition["check"]["kind"], "command">) =>
    gateOf("", { name: kind, check: { kind } });
  const stream = {
    id: "1.2",
    title: "t",
    status: "in_progress",
    statusText: "",
    priority: "medium",
    effort: null,
    dependsOn: [],
    assignee: null,
    batch: null,
    line: 1,
    tasks: [],
    files: [],
    acceptance: [
      { text: "it parses", done: true, line: 2 },
      { text: "it is fast", done: false, line: 3 },
    ],
    fields: {},
    available: true,
    blockedBy: [],
  } as const;

  it("have nothing to say of the branch itself", async () => {
    const kinds = [
      "non-empty",
      "git-clean",
      "dev-log",
      "open-checkboxes",
      "protected-paths",
    ] as const;
    const report = await judge(kinds.map(builtIn), { changedFiles: null });
    expect(new Set(report.results.map((one) => one.verdict))).toEqual(new Set(["skipped"]));
    expect(report.results.every((one) => one.reason !== "")).toBe(true);
  });

  it("refuse work that changed nothing but the roadmap", async () => {
    const gate = [builtIn("non-empty")];
    expect((await judge(gate)).green).toBe(true);
    const empty = await judge(gate, { changedFiles: ["ROADMAP.md"], roadmap: "ROADMAP.md" });
    expect(empty.results[0]).toMatchObject({ verdict: "failed", reason: "nothing was changed" });
  });

  it("list what was left uncommitted", async () => {
    const report = await judge([builtIn("git-clean")], { uncommitted: ["a", "b"] });
    expect(report.results[0]).toMatchObject({ verdict: "failed", excerpt: "a\nb" });
    expect((await judge([builtIn("git-clean")])).green).toBe(true);
  });

  it("ask for a dev-log entry and name a place for it", async () => {
    const gate = [builtIn("dev-log")];
    const missing = await judge(gate, { devlog: "docs/log/", stream });
    expect(missing.results[0]?.reason).toMatch(
      /^there is no dev-log entry in docs\/log, for instance docs\/log\/1-2-\w+\.md$/,
    );
    const there = await judge(gate, { devlog: "./docs/log", changedFiles: ["docs/log/x.md"] });
    expect(there.results[0]?.verdict).toBe("passed");
    expect((await judge(gate)).results[0]?.verdict).toBe("skipped");
  });

  it("refuse open boxes in verification sections of changed Markdown", async () => {
    const text = [
      "# Notes",
      "- [ ] an idea",
      "## Verification",
      "- [x] tests pass",
      "```",
      "- [ ] in code",
      "```",
      "### By hand",
      "1. [ ] looked at it",
      "## Later",
      "- [ ] more",
    ].join("\r\n");
    const path = treeOf({ "done.md": text, "other.md": "## Checklist\n- [ ] not ours\n" });
    symlinkSync("/etc/hostname", join(path, "link.md"));
    const changedFiles = ["done.md", "link.md", "gone.md", "../x.md"];
    const report = await judge([builtIn("open-checkboxes")], { path, changedFiles });
    expect(report.results[0]).toMatchObject({
      verdict: "failed",
      excerpt: "done.md:9: [ ] looked at it",
    });
  });

  it("put open criteria and protected paths before a person and stay green", async () => {
    const report = await judge([builtIn("roadmap-criteria"), builtIn("protected-paths")], {
      stream,
      protectedPaths: ["src/", ".github/**"],
    });
    expect(report.green).toBe(true);
    expect(report.needsPerson).toEqual(["criterion not ticked: it is fast"]);
    expect(report.results[1]).toMatchObject({ verdict: "passed", excerpt: "src/a.ts" });
  });
});

describe("gatesDigest", () => {
  it("changes with every part of a definition and not with the order of its keys", () => {
    const gate = gateOf("true", { env: { A: "1", B: "2" } });
    const turned = Object.fromEntries(Object.entries(gate).reverse()) as unknown as GateDefinition;
    expect(gatesDigest([{ ...turned, env: { B: "2", A: "1" } }])).toBe(gatesDigest([gate]));
    const others = [{ timeoutMs: 1 }, { env: {} }, { onlyPaths: ["x"] }, { name: "y" }];
    const digests = others.map((other) => gatesDigest([{ ...gate, ...other }]));
    expect(new Set([...digests, gatesDigest([gate]), gatesDigest([])]).size).toBe(6);
  });
});
