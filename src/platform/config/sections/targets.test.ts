import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caught } from "../../../model/caught.fixture.ts";
import { load, put, repository, root, self, top } from "../load.fixture.ts";
import { commandsOf } from "../requests.ts";

describe("targets", () => {
  it("reads several repositories, relative paths and defaults that are merged", () => {
    mkdirSync(join(top, "aurora"));
    mkdirSync(join(top, "borea"));
    put(
      join(root, "config", "targets.yaml"),
      [
        "default_target: aurora",
        "targets:",
        '  self: { name: "Home", path: ".", conventions: CLAUDE.md, identity_context: null }',
        "  aurora: { path: ../aurora, branch: roadmap, gates: [make test] }",
        "  borea: { path: ../borea, roadmap: PLAN.md, coder_agent: x.md }",
        "defaults: { roadmap: plans/roadmap.md, devlog: docs/devlog, pm_agent: x.md }",
        "task_intake: { watch_proposals: true }",
      ].join("\n"),
    );
    const config = load();
    expect(config.warnings).toEqual([]);
    expect(config.defaultTarget).toBe("aurora");
    expect(config.targets.map(({ id, path }) => [id, path])).toEqual([
      ["self", root],
      ["aurora", join(top, "aurora")],
      ["borea", join(top, "borea")],
    ]);
    expect(config.targets[0]).toMatchObject({ name: "Home", conventions: ["CLAUDE.md"] });
    expect(config.targets[1]).toMatchObject({
      branch: "roadmap",
      devlog: "docs/devlog",
      roadmap: "plans/roadmap.md",
    });
    expect(config.targets[2]?.roadmap).toBe("PLAN.md");
    expect(commandsOf(config)).toContain("target aurora: works in ../aurora");
    expect(commandsOf(config)).toContain("target aurora: gate make test");
  });

  it("gives what stands at the top to self alone, and a run's roadmap to the target asked for", () => {
    mkdirSync(join(top, "other"));
    repository("roadmap: here.md\ngates: [npm test]\ntargets: { other: ../other }\n");
    const config = load({ target: "other", roadmap: "there.md" });
    expect(self(config)).toMatchObject({ roadmap: "here.md" });
    expect(config.targets[1]).toMatchObject({ id: "other", roadmap: "there.md", gates: [] });
  });

  it("leaves out a repository that is not there, unless it is the one asked for", () => {
    repository("targets: { gone: { path: ../gone } }\n");
    const config = load();
    expect(config.targets.map((each) => each.id)).toEqual(["self"]);
    expect(config.warnings.join()).toContain("target gone");
    expect(caught(() => load({ target: "gone" })).code).toBe("bad-config");
  });

  it("refuses two names for one repository, also through a link", () => {
    mkdirSync(join(top, "one"));
    symlinkSync(join(top, "one"), join(top, "link"));
    repository("targets: { one: ../one, two: ../link }\n");
    expect(caught(load).message).toContain("targets one and two are both");
  });

  it("names the target that was probably meant", () => {
    mkdirSync(join(top, "aurora"));
    repository("targets: { aurora: ../aurora }\n");
    const error = caught(() => load({ target: "auroa" }));
    expect(error.code).toBe("unknown-target");
    expect(error.exitCode).toBe(5);
    expect(error.message).toContain('did you mean "aurora"');
  });

  it("refuses a default target that does not exist, and a target without a path", () => {
    repository("default_target: nowhere\n");
    expect(caught(load).code).toBe("bad-config");
    repository("targets: { x: { branch: main } }\n");
    expect(caught(load).message).toContain("targets.x.path is missing");
  });
});

describe("roles", () => {
  const NONE = { domain: null, words: null, files: null, rest: null, capabilities: null };

  it("are none, or as they are named: a word, a list or a map, in their order", () => {
    repository("gates: []\n");
    expect(load().roles).toBeNull();
    repository("roles: default\n");
    expect(load().roles).toEqual([{ id: "default", ...NONE, agent: null }]);
    repository("roles: [frontend, backend]\n");
    expect(load().roles?.map(({ id }) => id)).toEqual(["frontend", "backend"]);
    repository(
      "agents: { second: claude-code }\nroles:\n  pay: { words: Invoice, files: src/pay/**, agent: second }\n  default:\n",
    );
    expect(load().roles).toEqual([
      { ...NONE, id: "pay", words: ["invoice"], files: ["src/pay/**"], agent: "second" },
      { id: "default", ...NONE, agent: null },
    ]);
  });

  it("have names that are names, and agents that there are", () => {
    repository("roles: { a: { agent: nobody } }\n");
    expect(caught(load).message).toContain("roles.a.agent: no agent is called nobody");
    repository("roles: { ../up: {} }\n");
    expect(caught(load).code).toBe("bad-config");
    repository("roles: { a: { word: [x] } }\n");
    expect(load().warnings.join()).toContain('did you mean "words"');
  });
});
