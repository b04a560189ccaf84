import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caught } from "../../model/caught.fixture.ts";
import { home, load, put, repository, root, self, user } from "./load.fixture.ts";
import { commandsOf } from "./requests.ts";

describe("only the user widens", () => {
  it("holds a repository to the sandbox the user has, by default as strong as can be", () => {
    repository("sandbox: off\n");
    const config = load();
    expect(config.sandbox).toBe("auto");
    expect(config.warnings.join()).toContain("sandbox: off asked for by the repository");
    user("sandbox: off\n");
    expect(load().sandbox).toBe("off");
    repository("sandbox: required\n");
    expect(load().sandbox).toBe("required");
    expect(load({ sandbox: "off" }).sandbox).toBe("off");
  });

  it("holds a repository to limits the user set, and lets it go below", () => {
    user("concurrency: 2\ntimeouts: { total: 10m }\nretry: { failures: 1 }\n");
    repository(
      "concurrency: 8\ntimeouts: { total: 2h, idle: 5m }\nretry: { failures: 9, base: 2m }\n",
    );
    const config = load();
    expect(config.concurrency).toBe(2);
    expect(config.timeouts).toMatchObject({ totalMs: 600_000, idleMs: 300_000 });
    expect(config.retry).toMatchObject({ failuresMax: 1, baseMs: 120_000 });
    expect(config.warnings).toHaveLength(3);
    repository("concurrency: 1\n");
    expect(load().concurrency).toBe(1);
  });

  it("keeps the user's gates and protected paths whatever the repository says", () => {
    user("gates: [{ name: audit, run: npm audit }]\nprotected_paths: [secrets/**]\n");
    repository("gates: [{ name: audit, run: 'true' }, npm test]\nprotected_paths: []\n");
    const config = load();
    const target = self(config);
    expect(target.gates.map((gate) => gate.check)).toEqual([
      { kind: "command", run: "npm audit" },
      { kind: "command", run: "npm test" },
    ]);
    expect(target.protectedPaths).toEqual(
      expect.arrayContaining(["secrets/**", "orchestrator.yaml"]),
    );
    expect(config.warnings.join()).toContain("takes the place of this one");
  });

  it("needs no trust for what the user's own file runs", () => {
    user("agents: { default: { run: my-agent } }\nsetup: npm ci\n");
    repository("roadmap: plans/roadmap.md\n");
    const config = load();
    expect(config.agents["default"]?.run).toBe("my-agent");
    expect(commandsOf(config)).toEqual([]);
  });

  it.each([0o664, 0o646, 0o666])("refuses the user's settings with mode %o", (mode) => {
    user("concurrency: 2\n");
    chmodSync(join(home, "config.yaml"), mode);
    const error = caught(load);
    expect(error.code).toBe("unsafe-config");
    expect(error.hint).toContain("chmod go-w");
  });

  it("refuses the user's settings in a directory others can write to", () => {
    user("concurrency: 2\n");
    chmodSync(home, 0o777);
    expect(caught(load).code).toBe("unsafe-config");
  });
});

describe("the trust digest", () => {
  it("changes with any byte of the repository's files and with nothing else", () => {
    repository("gates: [npm test]\n");
    const digest = load().trustDigest;
    expect(load({ concurrency: 9 }).trustDigest).toBe(digest);
    user("concurrency: 2\n");
    expect(load().trustDigest).toBe(digest);
    repository("gates: [npm test] \n");
    expect(load().trustDigest).not.toBe(digest);
    repository("gates: [npm test]\n");
    put(join(root, "orchestrator.local.yaml"), "");
    expect(load().trustDigest).not.toBe(digest);
  });
});
