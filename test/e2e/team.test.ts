import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { type Rig, finished, fiveStreams, sleep } from "./rig.ts";

const ONE = "# Roadmap\n\n### Phase 1.1: First\n- **Status:** ⚪ Not Started\n";
const WRITE = [{ write: { path: "{{id}}.txt", text: "done\n" } }, { commit: "feat: {{id}}" }];

/** Two roles; the developer's agent stays at work. Settings of the team are the person's own. */
function teamOf(settings: string): Rig {
  const rig = kept(
    fiveStreams({
      roadmap: ONE,
      script: { "1.1": ["hang"], "*": [{ say: "nothing to do" }], "1.1#3": WRITE },
    }),
  );
  rig.write(".orchestrator/team.yaml", settings);
  return rig;
}

interface Role {
  readonly id: string;
  readonly state: string;
  readonly pid: number | null;
  readonly restarts: number;
  readonly heartbeatAgeMs: number | null;
}

async function untilRole(rig: Rig, id: string, is: (role: Role) => boolean): Promise<Role> {
  let last: Role | undefined;
  for (let tries = 0; tries < 300; tries++) {
    const { roles } = (await rig.data("team", "status")) as { readonly roles: readonly Role[] };
    last = roles.find((role) => role.id === id);
    if (last !== undefined && is(last)) return last;
    await sleep(100);
  }
  throw new Error(`role ${id} does not come to it: ${JSON.stringify(last)}`);
}

const START = ["team", "start", "--agents", "ARCHITECT,code-developer", "--trust"] as const;

test("a role whose agent is killed comes back, and a stopped team leaves nothing but its files", async () => {
  const rig = teamOf("restart_backoff: 1s\nhealth_check_interval: 1s\n");
  await rig.data(...START, "--detach");
  const atWork = await untilRole(rig, "code_developer", ({ pid }) => pid !== null);
  expect(atWork.state).toBe("ACTIVE");
  process.kill(atWork.pid ?? 0, "SIGKILL");
  const back = await untilRole(
    rig,
    "code_developer",
    ({ pid, restarts }) => restarts === 1 && pid !== null && pid !== atWork.pid,
  );
  expect(back.heartbeatAgeMs).not.toBe(null);
  const page = await rig.run("team", "status", "--markdown");
  expect(page.stdout).toContain("**Code developer:**");
  const story = await rig.run("team", "history", "code_developer");
  expect(story.stdout).toContain("restart 1");

  const dir = join(rig.root, "data", "agent_status");
  const files = readdirSync(dir).sort();
  expect(files).toEqual([
    "architect_status.json",
    "code_developer_status.json",
    "orchestrator_status.json",
  ]);
  expect(rig.git("status", "--short")).toBe("");

  const stopped = await rig.run("team-daemon", "stop");
  expect(stopped.code, stopped.stderr).toBe(0);
  expect(await rig.settled()).toEqual([]);
  for (const file of files) {
    const status = JSON.parse(readFileSync(join(dir, file), "utf8")) as Record<string, unknown>;
    expect(status["agent_type"]).toBe(file.replace("_status.json", ""));
    expect([status["state"], status["pid"]]).toEqual(["stopped", null]);
  }
  const after = await rig.data("team", "status");
  expect([after["running"], after["pid"]]).toEqual([false, null]);
});

test("of two teams started at once one leads, and the other is told who, where and since when", async () => {
  const rig = teamOf("");
  const ran = await Promise.all([
    finished(rig.start(...START, "--detach", "--json")),
    finished(rig.start(...START, "--detach", "--json")),
  ]);
  expect(ran.map(({ code }) => code).sort((a, b) => Number(a) - Number(b))).toEqual([0, 9]);
  const second = ran.find(({ code }) => code === 9)?.stdout ?? "";
  expect(JSON.parse(second)).toMatchObject({
    error: { code: "already-running", message: expect.stringContaining("team of 2, pid") },
  });
  const late = await rig.run(...START);
  expect(late.code).toBe(9);
  expect(late.stderr).toMatch(/team of 2, pid \d+ on \S+ \(\S+\), since \d{4}-/);
  await rig.run("team", "stop", "--now");
  expect(await rig.settled()).toEqual([]);
});

test("an orchestrator that is killed leaves its team to the next one, which stops it in order", async () => {
  const rig = teamOf("");
  await rig.data(...START, "--detach");
  const { pid } = await untilRole(rig, "code_developer", (role) => role.pid !== null);
  const { pid: leader } = await rig.data("team", "status");
  process.kill(Number(leader), "SIGKILL");
  await rig.data(...START, "--detach");
  const adopted = await untilRole(rig, "code_developer", (role) => role.pid !== null);
  expect(adopted.pid).toBe(pid);
  expect(adopted.restarts).toBe(0);
  await rig.run("team", "stop");
  expect(await rig.settled()).toEqual([]);
});

test("what a team may not start with is named before anything starts", async () => {
  const rig = teamOf("branch: roadmap\n");
  const wrong = await rig.run(...START);
  expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining("CFR-013")]);
  rig.write(".orchestrator/team.yaml", "");
  const nobody = await rig.run("team", "start", "--agents", "nobody", "--trust");
  expect([nobody.code, nobody.stderr]).toEqual([5, expect.stringContaining("nobody")]);
  for (const none of ["", " , "]) {
    const empty = await rig.run("team", "start", "--agents", none, "--trust");
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining("names no role")]);
  }
  const endless = "Heed this. ".repeat(1_300);
  rig.write(".claude/agents/architect.md", `---\nname: architect\n---\n${endless.repeat(16)}\n`);
  const full = await rig.run(...START);
  expect([full.code, full.stderr]).toEqual([3, expect.stringContaining("30 %")]);
  expect(existsSync(join(rig.root, "data"))).toBe(false);
});
