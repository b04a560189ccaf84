import { describe, expect, it } from "vitest";
import { statusView } from "../../journal/index.ts";
import { factsOf, stateOf, streamOf } from "../../model/state.fixture.ts";
import { chooseStyle } from "../cli/terminal/style.ts";
import { splitGlobals } from "../cli/globals.ts";
import { overlayRoadmap } from "./overlay.ts";
import { statusText } from "./text.ts";

const NO_RECOVERY = {
  steps: [],
  program: null,
  escalation: null,
  split: null,
  splits: 0,
  divided: false,
  deadlock: [],
};

describe("overlayRoadmap", () => {
  it("shows a roadmap that no orchestrator has seen yet", () => {
    const shown = overlayRoadmap(
      stateOf([]),
      [factsOf("1.1"), factsOf("1.2", { dependsOn: ["self:1.1"] })],
      "self",
    );
    const view = statusView(shown, { nowMs: 0 });
    expect(view.available.map((each) => each.id)).toEqual(["1.1"]);
    expect(view.waiting.map((each) => each.id)).toEqual(["1.2"]);
  });

  it("takes a person's newest words and keeps what was done", () => {
    const state = stateOf([streamOf("1.1", { kind: "waiting", sinceMs: 0, notBeforeMs: 0 })]);
    const shown = overlayRoadmap(
      state,
      [factsOf("1.1", { title: "New title", status: "complete" })],
      "self",
    );
    expect(shown.streams.get("self:1.1")?.facts.title).toBe("New title");
    expect(shown.streams.get("self:1.1")?.generation).toBe(1);
  });

  it("keeps what an agent proposes, which waits for a person and was never in the roadmap", () => {
    const proposal = streamOf("@found/1", { kind: "settled", status: "complete", atMs: 0 });
    const duty = {
      role: "@found",
      duty: "@found/1",
      prompt: "",
      proposes: true,
      written: "[]",
    } as const;
    const escalation = {
      entry: "q-1",
      by: "Aria",
      detection: null,
      text: "It proposes",
      sinceMs: 0,
    };
    const recovery = { ...NO_RECOVERY, escalation };
    const asked = { ...proposal, facts: { ...proposal.facts, duty }, recovery };
    const view = statusView(overlayRoadmap(stateOf([asked]), [], "self"), { nowMs: 0 });
    expect(view.needsYou).toMatchObject([{ id: "@found/1", kind: "escalation" }]);
    expect(view.total).toBe(0);
  });

  it("leaves out what a person removed, and other targets alone", () => {
    const other = { ...streamOf("9", { kind: "waiting", sinceMs: 0, notBeforeMs: 0 }) };
    const foreign = { ...other, facts: factsOf("9", { key: "web:9", target: "web" }) };
    const state = stateOf([
      streamOf("1.1", { kind: "waiting", sinceMs: 0, notBeforeMs: 0 }),
      foreign,
    ]);
    const shown = overlayRoadmap(state, [], "self");
    expect(shown.streams.get("self:1.1")?.inRoadmap).toBe(false);
    expect(shown.streams.get("web:9")?.inRoadmap).toBe(true);
  });

  it("forgets why something waited in a session that is over", () => {
    const waited = streamOf(
      "1.1",
      { kind: "waiting", sinceMs: 0, notBeforeMs: 0 },
      { decision: { key: "self:1.1", decision: "wait", reasons: [{ kind: "not-selected" }] } },
    );
    const shown = overlayRoadmap(stateOf([waited]), [factsOf("1.1")], "self");
    const view = statusView(shown, { nowMs: 0 });
    expect(view.waiting).toEqual([]);
    expect(view.available.map((each) => each.id)).toEqual(["1.1"]);
  });

  it("does not change the state it was given", () => {
    const state = stateOf([streamOf("1.1", { kind: "waiting", sinceMs: 0, notBeforeMs: 0 })]);
    overlayRoadmap(state, [], "self");
    expect(state.streams.get("self:1.1")?.inRoadmap).toBe(true);
  });
});

describe("statusText", () => {
  it("asks for the person first, and says each thing once", () => {
    const blocked = streamOf("1.1", {
      kind: "blocked",
      reason: "tests\u001b[2J red",
      atMs: 0,
      attempt: null,
    });
    const view = statusView(stateOf([blocked]), { nowMs: 0 });
    const { globals } = splitGlobals([]);
    const style = chooseStyle(globals, {}, false);
    const lines = statusText({ view, leader: null, columns: 80, style }).split("\n");
    expect(lines[1]).toBe("Needs you (1)");
    expect(lines[2]).toContain("orchestrator retry 1.1");
    expect(lines[2]).toContain("tests red");
    expect(lines.filter((line) => line.includes("Phase 1.1"))).toHaveLength(1);
  });
});
