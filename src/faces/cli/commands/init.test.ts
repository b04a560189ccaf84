import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { THREE_STREAMS, commandLineOn } from "../command-line.fixture.ts";

const cli = commandLineOn(THREE_STREAMS);

describe("init and trust", () => {
  it("writes a configuration once, trusts it, and never overwrites it", async () => {
    const first = await cli.envelope("init", "--run", "./agent.sh");
    expect(first.exit).toBe(0);
    const text = cli.read("orchestrator.yaml");
    expect(text).toContain("./agent.sh");
    expect(await cli.envelope("trust")).toMatchObject({ exit: 0, data: { changed: false } });
    expect((await cli.say("init")).exit).toBe(3);
    expect(cli.read("orchestrator.yaml")).toBe(text);
    expect(cli.read(".git/info/exclude")).toContain(".orchestrator/");
  });

  it("shows untrusted commands and runs none of them: exit 11", async () => {
    cli.write("orchestrator.yaml", "agents: { default: { adapter: command, run: ./evil.sh } }\n");
    const found = await cli.envelope("run");
    expect(found.exit).toBe(11);
    expect(found["error"]).toMatchObject({ code: "not-trusted" });
    expect(JSON.stringify(found["error"])).toContain("./evil.sh");
    expect((await cli.say("trust")).exit).toBe(11);
    expect((await cli.say("trust", "--yes")).exit).toBe(0);
    expect(await cli.envelope("trust")).toMatchObject({ exit: 0, data: { changed: false } });
    expect((await cli.say("trust", "--revoke")).exit).toBe(0);
    expect((await cli.say("run")).exit).toBe(11);
  });

  it("names the agent that is not configured", async () => {
    const { exit, err } = await cli.say("run", "--agent", "nobody");
    expect(exit).toBe(3);
    expect(err).toContain('no agent "nobody" is configured');
  });
});

describe("doctor", () => {
  it("checks everything, repairs only what is safe, and exits 3 on failures", async () => {
    const { data } = await cli.envelope("doctor");
    const checks = (data as { checks: { category: string; status: string }[] }).checks;
    const categories = checks.map((check) => check.category);
    for (const category of ["node", "git", "repository", "roadmap", "trust", "journal", "disk"]) {
      expect(categories).toContain(category);
    }
    cli.write(".git/info/exclude", "");
    await cli.say("doctor", "--fix");
    expect(cli.read(".git/info/exclude")).toContain(".orchestrator/");
    rmSync(join(cli.root, "plans/roadmap.md"));
    expect((await cli.say("doctor")).exit).toBe(3);
  });
});
