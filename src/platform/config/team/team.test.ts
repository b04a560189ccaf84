import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OrchestratorError } from "../../../model/index.ts";
import { loadRoles } from "./team.ts";
import { loadTeamSettings } from "./team-settings.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orchestrator-team-"));
  mkdirSync(join(folder, "team"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function define(name: string, text: string): void {
  writeFileSync(join(folder, "team", name), text);
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof OrchestratorError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "nothing was refused";
}

describe("the shipped roles", () => {
  it("can all be read, and six of them start by themselves in launch order", () => {
    const roles = loadRoles(folder);
    const started = roles.filter(({ starts }) => starts).map(({ definition }) => definition.id);
    expect(started).toEqual([
      "architect",
      "code_developer",
      "project_manager",
      "assistant",
      "code_searcher",
      "ux_design_expert",
    ]);
    expect(roles.length).toBe(14);
  });

  it("have one role that takes what no other is named for, and one turn each in half an hour", () => {
    const roles = loadRoles(folder).map(({ definition }) => definition);
    expect(roles.filter(({ routes }) => routes.rest).map(({ id }) => id)).toEqual([
      "code_developer",
    ]);
    const offsets = roles.flatMap(({ turn }) => (turn === null ? [] : [turn.offsetMs / 60_000]));
    expect(offsets.sort((a, b) => a - b)).toEqual([0, 5, 10, 15, 20, 25]);
  });
});

describe("a definition of one's own", () => {
  it("replaces the shipped one as a whole", () => {
    define("architect.yaml", "id: architect\npriority: 9\n");
    const found = loadRoles(folder).find(({ definition }) => definition.id === "architect");
    expect(found?.definition).toMatchObject({
      priority: 9,
      duties: [],
      memoryBytesMax: 256 * 1024 ** 2,
      heartbeatMsMax: 300_000,
      cpuShareMax: 0.8,
    });
  });

  it("says who works for it, with how much money and memory, and whether a person looks first", () => {
    define(
      "me.yaml",
      "id: me\npriority: 1\nagent: codex\nmodel: small\nauto_approve: false\nbudget: $5\nlimits: { ceiling: 2GB }\n",
    );
    const found = loadRoles(folder).find(({ definition }) => definition.id === "me");
    expect(found?.definition).toMatchObject({
      agent: "codex",
      model: "small",
      autoApprove: false,
      budget: { microUsd: 5_000_000, tokens: null },
      memoryCeilingBytes: 2 * 1024 ** 3,
    });
  });

  it("says what a duty is handed, what it is given, and whether it only proposes", () => {
    define(
      "me.yaml",
      "id: me\nduties: [{ id: a, title: a, prompt: p, after: other, proposes: true, given: [traces] }]\n",
    );
    const found = loadRoles(folder).find(({ definition }) => definition.id === "me");
    const when = { kind: "after", role: "other" };
    expect(found?.definition.duties).toEqual([
      { id: "a", title: "a", prompt: "p", when, proposes: true, given: ["traces"] },
    ]);
    define("me.yaml", "id: me\nduties: [{ id: a, title: a, prompt: p, ahead_of: me }]\n");
    expect(refusal(() => loadRoles(folder))).toMatch(/another role/);
  });

  it("is refused with its line and key where it says what it may not", () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ["id: me\npriority: 1\nsound: true\n", /me\.yaml:3: sound: .*silent/],
      ["id: me\npriority: 1\nnonsense: 1\n", /nonsense/],
      ["id: me\npriority: 1\nbudget: much\n", /a limit such as/],
      ["id: other\npriority: 1\n", /has to be other\.yaml/],
      ["id: Me\npriority: 1\n", /lower-case/],
      ["id: me\npriority: 1\nid: me\n", /:3|unique/],
      [
        "id: me\npriority: 1\nduties: [{id: a, title: t, prompt: p}]\n",
        /exactly one of every, turn, cron, on, ahead_of and after/,
      ],
      [
        "id: me\npriority: 1\nduties: [{id: a, title: t, prompt: p, every: 1h, on: landed}]\n",
        /exactly one/,
      ],
      ["id: me\npriority: 1\nturn: {every: 5m, offset: 5m}\n", /less than its period/],
      ["id: me\nturn: {every: 100ms}\n", /me\.yaml:2: turn\.every: "100ms" is not .*at least 5s/],
      [
        "id: me\nduties: [{id: a, title: t, prompt: p, every: 1ms}]\n",
        /duties\[0\]\.every: "1ms" is not a duration of at least 5s/,
      ],
      ["id: me\nagnet: x\n", /me\.yaml:2: agnet is no key of it \(did you mean "agent"\?\)/],
      ['id: me\npriority: 1\ntitle: "a\\u0007b"\n', /one line/],
    ];
    for (const [text, why] of wrong) {
      define("me.yaml", text);
      expect(refusal(() => loadRoles(folder))).toMatch(/^bad-config: /);
      expect(refusal(() => loadRoles(folder))).toMatch(why);
    }
  });
});

describe("team.yaml", () => {
  it("says nothing by itself: three restarts from a minute on", () => {
    expect(loadTeamSettings(folder)).toMatchObject({
      branch: null,
      healthEveryMs: 30_000,
      restartsMax: 3,
      restartBaseMs: 60_000,
      healthyResetMs: 600_000,
    });
  });

  it("changes what it names", () => {
    writeFileSync(join(folder, "team.yaml"), "restart_backoff: 30\nbranch: roadmap\n");
    const { branch, restartBaseMs, restartsMax } = loadTeamSettings(folder);
    expect({ branch, restartBaseMs, restartsMax }).toEqual({
      branch: "roadmap",
      restartBaseMs: 30_000,
      restartsMax: 3,
    });
  });
});
