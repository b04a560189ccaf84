import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import type { Script } from "./rig.ts";
import { Rig, sleep, WAIT } from "./rig.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: First
- **Status:** ⚪ Not Started
- **Files:** one.txt

### Phase 1.2: Second
- **Status:** ⚪ Not Started
- **Files:** two.txt
`;

interface Told {
  readonly notices: readonly { readonly id: string; readonly kind: string; title: string }[];
}

/** A user whose own program keeps what it is told. */
function tellingRig(script: Script, notify = ""): Rig {
  const rig = kept(
    Rig.make({
      roadmap: ROADMAP,
      script: script,
      files: { "check.sh": "#!/bin/sh\nexit 0\n" },
      config: `gates: [{ name: check, run: "sh check.sh" }]\n`,
    }),
  );
  mkdirSync(join(rig.folder, "home"), { recursive: true });
  const path = join(rig.folder, "tell me");
  writeFileSync(path, `#!/bin/sh\ncat >> "$0.told"\n`, { mode: 0o755 });
  rig.writeUserConfig(`notify: { command: ["${path}"]${notify} }\n`);
  return rig;
}

function told(rig: Rig): readonly Told["notices"][number][] {
  const path = join(rig.folder, "tell me.told");
  if (!existsSync(path)) return [];
  // What has no end yet is still being written.
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.flatMap((line) => (JSON.parse(line) as Told).notices);
}

test("a person is told of a question while others work on, and once, over a kill -9", async () => {
  const rig = tellingRig({
    "1.1#1": [{ ask: { question: "Keep it?", expect: "answer", timeout: 0.2 } }],
    "1.1": [{ write: { path: "one.txt", text: "1" } }, { commit: "one" }],
    "1.2": [WAIT, { write: { path: "two.txt", text: "2" } }, { commit: "two" }],
  });
  await rig.data("trust", "--yes");
  const running = rig.follow("batch");
  await running.until("question");
  while (told(rig).length === 0) await sleep(50);
  running.child.kill("SIGKILL");
  await running.ended;
  await running.letGoOn("1.2");
  const again = await rig.run("resume", "--json");
  expect(again.code, again.stdout).toBe(8);
  expect(told(rig).map(({ kind }) => kind)).toEqual(["question"]);
  expect(told(rig)[0]?.title).toMatch(/^1\.1 First: \S+ asks you$/);

  await rig.data("answer", "1.1", "Yes");
  const last = await rig.run("resume", "--json");
  expect(last.code, last.stdout).toBe(0);
  expect(told(rig).map(({ kind }) => kind)).toEqual(["question", "finished"]);
  expect(new Set(told(rig).map(({ id }) => id)).size).toBe(2);
  expect(await rig.settled()).toEqual([]);
});

test("what stands still is told with its reason, and the run's end", async () => {
  const rig = tellingRig({
    "1.1": [{ write: { path: "one.txt", text: "1" } }, { commit: "one" }],
    "1.2": [{ exit: 3 }],
  });
  rig.write(
    "orchestrator.yaml",
    `${rig.read("orchestrator.yaml")}recovery: { agent-failure: [block] }\n`,
  );
  await rig.data("trust", "--yes");
  await rig.run("batch", "--json");
  expect(
    told(rig)
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(["blocked", "finished"]);
  expect(await rig.settled()).toEqual([]);
});

test("the doctor says whether what is set would be heard, and what was not", async () => {
  const rig = tellingRig({ "*": [{ write: { path: "one.txt", text: "1" } }, { commit: "x" }] });
  const notices = async (): Promise<string> => {
    const { checks } = (await rig.data("doctor")) as {
      checks: readonly { category: string; status: string; found: string }[];
    };
    const own = checks.filter(({ category }) => category === "notices");
    return own.map(({ status, found }) => `${status} ${found}`).join("\n");
  };
  expect(await notices()).toMatch(/^ok command: .*tell me$/);
  rig.writeUserConfig(
    'notify: { terminal: bell, command: no-such-teller, webhook: "http://127.0.0.1:9/secret-key" }\n',
  );
  await rig.data("trust", "--yes");
  await rig.run("run", "1.1", "--json");
  const found = await notices();
  expect(found).toContain("ok terminal: bell");
  expect(found).toContain("warn command: no-such-teller cannot be run");
  expect(found).toContain("ok webhook: 127.0.0.1:9");
  expect(found).toContain("warn command: what was told last was not heard");
  expect(found).toContain("warn webhook: what was told last was not heard");
  expect(found).not.toContain("secret-key");
});

test("a repository's own words about telling are left out, and said", async () => {
  const rig = tellingRig({ "*": [{ write: { path: "one.txt", text: "1" } }, { commit: "x" }] });
  const mark = join(rig.folder, "theirs");
  rig.write(
    "orchestrator.yaml",
    `${rig.read("orchestrator.yaml")}notify: { command: [touch, "${mark}"] }\n`,
  );
  const trusted = await rig.run("trust", "--yes", "--json");
  expect(trusted.stdout).not.toContain("touch");
  const ran = await rig.run("run", "1.1", "--json");
  expect(ran.stdout).toContain("notify: only your own settings can set it");
  expect(told(rig).map(({ kind }) => kind)).toEqual(["finished"]);
  expect(existsSync(mark)).toBe(false);
});
