import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataSchema } from "../schemas/index.ts";
import { THREE_STREAMS, commandLineOn } from "./command-line.fixture.ts";
import { COMMAND_NAMES } from "./commands.ts";

const cli = commandLineOn(THREE_STREAMS);

describe("usage errors", () => {
  it("suggest the command that was meant, and exit 2", async () => {
    const { exit, err, out } = await cli.say("stauts");
    expect(exit).toBe(2);
    expect(out).toBe("");
    expect(err).toContain('there is no command "stauts"');
    expect(err).toContain("orchestrator status");
  });

  it("suggest goal for a sentence", async () => {
    const { exit, err } = await cli.say("do the parser");
    expect(exit).toBe(2);
    expect(err).toContain('orchestrator goal "do the parser"');
  });

  it("end in one envelope too", async () => {
    for (const words of [
      ["nope"],
      ["--nope"],
      ["parallel", "-n", "0"],
      ["parallel", "-n", "65"],
      ["parallel", "-n", "2.5"],
      ["parallel", "-n", "1e1"],
      ["batch", "-n"],
      ["status", "surplus"],
      ["run", "--nope"],
      ["graph", "--format", "png"],
      ["roadmap"],
      ["roadmap", "nope"],
      ["explain"],
      ["goal"],
      ["help", "nope"],
      ["completion", "tcsh"],
      ["roadmap", "set", "1.2", "sideways"],
      ["status", "--cwd"],
    ]) {
      const found = await cli.envelope(...words);
      expect([words, found.exit, found["ok"]]).toEqual([words, 2, false]);
      expect(found["error"]).toMatchObject({ code: "usage" });
    }
  });
});

describe("help", () => {
  it("is an envelope of its own for a program, however it is asked for", async () => {
    for (const words of [["--help"], ["-h"], ["help"]]) {
      const found = await cli.envelope(...words);
      expect(found).toMatchObject({ exit: 0, schema: "orchestrator/help@1" });
    }
  });
});

describe("every command", () => {
  it("has help that starts with how it is used", async () => {
    for (const name of COMMAND_NAMES) {
      const { exit, out } = await cli.say(name, "--help");
      expect([name, exit]).toEqual([name, 0]);
      expect(out).toMatch(new RegExp(`^Usage: orchestrator ${name}`));
    }
  });

  it("says outside a repository what is missing, and exits 3", async () => {
    for (const words of [["status"], ["run"], ["plan"], ["stop"], ["report"], ["trust"], ["gc"]]) {
      const { exit, err } = await cli.say("--cwd", dirname(cli.root), ...words);
      expect([words, exit]).toEqual([words, 3]);
      expect(err).toContain("is not inside a git repository");
    }
  });

  it("says of a --cwd that is a file, or nothing, that there is no such folder", async () => {
    for (const dir of [join(cli.root, "orchestrator.yaml"), join(cli.root, "nowhere")]) {
      const { exit, err } = await cli.say("--cwd", dir, "status");
      expect(exit).toBe(3);
      expect(err).toContain(`there is no folder ${dir}`);
    }
  });
});

describe("status", () => {
  it("is told for a stand-up before anybody did anything, for a day and no session", async () => {
    const { schema, data } = await cli.envelope("report", "--standup");
    expect(schema).toBe("orchestrator/standup@1");
    expect(data).toMatchObject({ agents: [], figures: { landed: 0, firstTimeAcceptance: null } });
    expect((await cli.say("report", "--standup", "s-1")).exit).toBe(2);
  });

  it("is complete and in the shape of the contract before anything ran", async () => {
    const { exit, data } = await cli.envelope("status");
    expect(exit).toBe(0);
    const { success, error } = dataSchema("status").safeParse(data);
    expect(error?.message ?? success).toBe(true);
    expect(data).toMatchObject({ total: 3, done: 1, leader: null });
  });

  it("is what a bare command shows to programs, and help for people on a pipe", async () => {
    expect((await cli.envelope()).exit).toBe(0);
    const { exit, out, err } = await cli.say();
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toContain("Usage: orchestrator");
  });
});

describe("what has not happened yet", () => {
  it("is said plainly", async () => {
    expect((await cli.say("report")).out).toContain("No session yet");
    expect((await cli.say("agents")).out).toContain("No agent has worked here yet");
    expect((await cli.say("logs")).out).toContain("Nothing has happened here yet");
    expect((await cli.say("state", "current")).out).toContain("idle");
    expect((await cli.say("stop")).out).toContain("Nothing is running here");
    expect((await cli.say("logs", "Aria")).exit).toBe(5);
    expect((await cli.say("restore", "1.1")).exit).toBe(5);
  });
});

describe("schema and completion", () => {
  it("publishes every schema it lists", async () => {
    const { names } = (await cli.envelope("schema"))["data"] as { names: string[] };
    for (const name of names) {
      const { exit, out } = await cli.say("schema", name);
      expect([name, exit]).toEqual([name, 0]);
      expect(JSON.parse(out)).toHaveProperty("$schema");
    }
  });

  it("prints a script that the shell accepts", async () => {
    const { out } = await cli.say("completion", "bash");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: out, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    for (const name of COMMAND_NAMES) expect(out).toContain(name);
  });
});
