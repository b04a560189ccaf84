import { describe, expect, it } from "vitest";
import { statusView } from "../../journal/index.ts";
import { factsOf, stateOf, streamOf } from "../../model/state.fixture.ts";
import { splitGlobals } from "../cli/globals.ts";
import { chooseStyle } from "../cli/terminal/style.ts";
import { columnsOf } from "../text/width.ts";
import { statusText } from "./text.ts";

const style = chooseStyle(splitGlobals([]).globals, {}, false);
const LONG = `REQ-${"9".repeat(296)}`;

function screen(ids: readonly string[], columns: number): string[] {
  const streams = ids.map((id, at) =>
    streamOf(
      id,
      at % 2 === 0
        ? { kind: "blocked", reason: "nobody knows why ".repeat(20), atMs: 0, attempt: null }
        : { kind: "waiting", sinceMs: 0, notBeforeMs: 0 },
      { facts: factsOf(id, { title: `A title without end ${"and on ".repeat(40)}`, order: at }) },
    ),
  );
  const view = statusView(stateOf(streams), { nowMs: 0 });
  return statusText({ view, leader: null, columns, style }).split("\n");
}

describe("the status screen", () => {
  it("keeps to the width of the terminal, whatever ids, titles and reasons are", () => {
    for (const columns of [80, 100, 200]) {
      const lines = screen(["1.1", "1.2", LONG, `${LONG}-b`, "项目".repeat(100)], columns);
      // A command that answers something is never cut: it is there to be copied.
      const wide = lines.filter((line) => !line.includes("orchestrator "));
      expect(wide.filter((line) => columnsOf(line) > columns)).toEqual([]);
      expect(lines.length).toBeGreaterThan(5);
    }
  });

  it("says why a session ended that did not end well", () => {
    const reason = "the integration branch of self is red before any work: tests";
    const session = { id: "s-1", state: "failed", goal: null, elapsedMs: 0, reason } as const;
    const view = { ...statusView(stateOf([]), { nowMs: 0 }), session };
    const text = statusText({ view, leader: null, columns: 100, style });
    expect(text.split("\n")[1]).toBe(`  ${reason}`);
  });

  it("says which account takes no work, until when, and why", () => {
    const trouble = {
      kind: "limit",
      untilMs: 60_000,
      message: "provider fails",
      round: 3,
    } as const;
    const accounts = new Map([["codex/x", { trouble, sinceMs: 0, due: false, probe: null }]]);
    const state = { ...stateOf([]), account: "own", programs: { second: "codex/x" }, accounts };
    const view = statusView(state, { nowMs: 0 });
    expect(statusText({ view, leader: null, columns: 100, style })).toContain(
      "The account of second is at its limit until 1970-01-01T00:01:00.000Z (found so 3 times): provider fails",
    );
  });

  it("shows ordinary ids whole, and says where a long one goes on", () => {
    const text = screen(["1.1", "1.2", `${LONG}-a`, LONG], 80).join("\n");
    expect(text).toContain("Phase 1.2");
    expect(text).toMatch(/REQ-9{10,}…/);
    expect(text.replaceAll(/orchestrator retry .*/g, "")).not.toContain(LONG);
  });
});
