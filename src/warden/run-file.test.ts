import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RunTerms, exitOf, parseRunFile } from "./run-file.ts";

const terms: RunTerms = {
  id: "a",
  kind: "agent",
  tag: "a.1",
  confinement: "process-group",
  mode: "off",
  deadlineMs: 1_000,
  stdoutBytesMax: 10,
  stderrBytesMax: 10,
  bootId: "boot",
  atMs: 1,
};
const file = (confinement: RunTerms["confinement"], ...lines: readonly string[]) =>
  parseRunFile([JSON.stringify({ terms: { ...terms, confinement } }), ...lines, ""].join("\n"));
const exit = (confinement: RunTerms["confinement"], ...lines: readonly string[]) =>
  exitOf(file(confinement, ...lines), () => "bwrap: no such mount\n");

describe("a run file", () => {
  test("tells that the run started, and who kept it", () => {
    const record = file("process-group", '{"started":"7 99 1.5 60 1 1 t"}');
    const process = { pid: 7, startTime: "99", bootId: "boot" };
    expect(record.started).toEqual({ process, up: 1.5 });
    expect(exitOf(record, () => "")).toBeNull();
  });

  test.each([
    [['{"code":0}'], { kind: "exited", code: 0 }],
    [['{"code":130}'], { kind: "signalled", signal: "SIGINT" }],
    [['{"code":255}'], { kind: "exited", code: 255 }],
    [['{"deadline":true}', '{"code":0}'], { kind: "deadline" }],
    [['{"deadline":true}', '{"signal":"SIGKILL"}'], { kind: "deadline" }],
    [['{"refused":"no"}'], { kind: "not-started", message: "no" }],
    [['{"lost":"gone"}', '{"code":0}'], { kind: "lost", message: "gone" }],
  ])("%j ends it as it says, and the first ending counts", (lines, expected) => {
    expect(exit("process-group", ...lines)).toEqual(expected);
  });

  test("a sandbox that never stood is a run that never started, unless it was stopped", () => {
    expect(exit("bubblewrap", '{"code":1}')).toEqual({
      kind: "not-started",
      message: "bwrap: no such mount",
    });
    expect(exit("bubblewrap", '{"inside":true}', '{"code":1}')).toEqual({
      kind: "exited",
      code: 1,
    });
    expect(exit("bubblewrap", '{"stopping":true}', '{"code":137}')).toEqual({
      kind: "signalled",
      signal: "SIGKILL",
    });
  });

  test("is read whatever is in it: torn, foreign or hostile lines say nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (lines) => {
        const record = parseRunFile([...lines, '{"code":4}', '{"cod'].join("\n"));
        expect(exitOf(record, () => "")).not.toBeUndefined();
      }),
    );
    const torn = parseRunFile(`{"terms":{"id"\n${JSON.stringify({ terms })}\n{"code":4}\n`);
    expect(torn.terms).toEqual(terms);
    expect(exitOf(torn, () => "")).toEqual({ kind: "exited", code: 4 });
  });
});
