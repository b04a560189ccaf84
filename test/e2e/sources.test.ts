import { expect, test } from "vitest";
import { READY, SAMPLES } from "../../src/roadmap/sources/samples.fixture.ts";
import { kept } from "./kept.ts";
import { Rig } from "./rig.ts";

const ROOTS: Readonly<Record<string, string>> = {
  "spec-kit": "specs",
  kiro: ".kiro/specs",
  taskmaster: ".taskmaster",
  "backlog-md": "backlog",
  openspec: "openspec",
  beads: ".beads",
};

/** The lines of each sample's status file that a landing exchanges, as they are afterwards. */
const CHANGED: Readonly<Record<string, readonly RegExp[]>> = {
  "spec-kit": [/^- \[x\] T004 Add errors/],
  kiro: [/^- \[x\] 2\. Count down$/, /^- \[x\] 2\.2 Ring at the end$/],
  taskmaster: [
    /^ +"status": "done", "dependencies": \[1\], "priority": "medium",$/,
    /"South".*done/,
  ],
  "backlog-md": [/^status: Baked # soon$/],
  openspec: [/^- \[x\] 1\.2 Test the wire$/],
  beads: [/^\{"id":"bd-e1\.1".*"status":"closed".*,"closed_at":"\d{4}-\d\d-\d\dT[\d:.]+Z"\}$/],
};

function rigOf(kind: string, crlf: boolean): Rig {
  const files = Object.fromEntries(
    (SAMPLES[kind] ?? []).map(({ path, text }) => [
      path,
      crlf ? `\ufeff${text.replaceAll("\n", "\r\n")}` : text,
    ]),
  );
  const [first] = SAMPLES[kind] ?? [];
  return kept(
    Rig.make({
      roadmap: "# Not this one\n",
      // The agent meddles with the statuses as well: that part of its work does not land.
      script: {
        "*": [
          { write: { path: "made.txt", text: "{{id}}\n" } },
          { run: `echo meddled >> '${first?.path}'` },
          { commit: "feat: {{id}}" },
        ],
      },
      config: `roadmap: ${ROOTS[kind]}\ngates: [{ name: ok, run: "test -s agents.yaml" }]`,
      files: { ".gitattributes": "* -text\n", ...files },
    }),
  );
}

test.each(Object.keys(SAMPLES).map((kind, index) => [kind, index % 2 === 1] as const))(
  "%s: a work stream is carried out, and its status alone is written back (crlf: %s)",
  async (kind, crlf) => {
    const rig = rigOf(kind, crlf);
    const before = new Map(
      (SAMPLES[kind] ?? []).map(({ path }) => [path, rig.bytes(path).toString("utf8")]),
    );
    const id = READY[kind] ?? "";
    const ran = await rig.run("run", id, "--trust", "--json");
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    expect(rig.landed()).toEqual([id]);

    const changed: string[] = [];
    for (const [path, text] of before) {
      const old = text.split("\n");
      const now = rig.bytes(path).toString("utf8").split("\n");
      expect(now.length).toBe(old.length);
      changed.push(...now.filter((line, at) => line !== old[at]));
      expect(rig.git("show", `HEAD:${path}`)).toBe(now.join("\n").trimEnd());
    }
    expect(changed.length).toBe(CHANGED[kind]?.length);
    CHANGED[kind]?.forEach((line, at) => expect(changed[at]?.replace(/\r$/, "")).toMatch(line));
    expect(rig.git("diff", "--name-only", "HEAD~1", "HEAD").split("\n")).toContain("made.txt");
    expect(rig.git("status", "--porcelain")).toBe("");

    const { workStreams } = (await rig.data("roadmap", "show")) as {
      workStreams: { id: string; status: string }[];
    };
    expect(workStreams.find((each) => each.id === id)?.status).toBe("complete");
  },
);

test("work that a program lists is carried out once, and the program is told", async () => {
  const listed = [
    { id: "A-1", title: "First", status: "PENDING" },
    { id: "A-2", title: "Second", status: "PENDING", dependencies: ["A-1"] },
  ];
  const rig = kept(
    Rig.make({
      roadmap: "# Not this one\n",
      script: {
        "*": [{ write: { path: "{{id}}.txt", text: "{{id}}\n" } }, { commit: "feat: {{id}}" }],
      },
      config: [
        "source:",
        "  kind: command",
        "  run: cat work.json",
        '  write: echo "$ORCHESTRATOR_WORK_STREAM $ORCHESTRATOR_STATUS" >> ../told',
        'gates: [{ name: ok, run: "test -s work.json" }]',
      ].join("\n"),
      files: { "work.json": JSON.stringify(listed) },
    }),
  );
  const untrusted = await rig.run("roadmap", "refresh");
  expect(untrusted.stderr).toContain("cat work.json");
  expect(untrusted.code).not.toBe(0);
  const seen = await rig.run("roadmap", "refresh", "--trust");
  expect(seen.code, seen.stderr).toBe(0);
  const ran = await rig.run("batch", "-n", "2", "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.landed()).toEqual(["A-1", "A-2"]);
  expect(rig.read("../told")).toBe("A-1 complete\nA-2 complete\n");
});

test("a repository with another tool's work and no roadmap is read as it is, and init says what it found", async () => {
  const files = Object.fromEntries((SAMPLES["kiro"] ?? []).map(({ path, text }) => [path, text]));
  const rig = kept(Rig.make({ roadmap: "x\n", script: {}, files }));
  rig.git("rm", "--quiet", "plans/roadmap.md", "orchestrator.yaml");
  const shown = (await rig.data("roadmap", "show")) as { dialect: string };
  expect(shown.dialect).toBe("kiro");
  const init = await rig.run("init", "--run", "./agent.sh");
  expect(init.stdout + init.stderr).toContain("kiro, 95% sure, 3 work streams");
  expect(rig.read("orchestrator.yaml")).toContain('roadmap: ".kiro/specs"');
  const plan = await rig.run("plan");
  expect(plan.code, plan.stderr).toBe(0);
  for (const words of [
    ["roadmap", "lint"],
    ["garden", "--check"],
    ["explain", "tea-timer/2"],
  ]) {
    const ran = await rig.run(...words);
    expect(ran.code, ran.stderr).toBe(0);
  }
});

test("a rollback takes the work back and opens its entry again, in the file that states it", async () => {
  const rig = rigOf("spec-kit", false);
  const path = "specs/001-shelf/tasks.md";
  const before = rig.read(path);
  const id = READY["spec-kit"] ?? "";
  const ran = await rig.run("run", id, "--trust", "--json");
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(rig.read(path)).not.toBe(before);
  const back = await rig.run("rollback", id, "--trust", "--yes", "--json");
  expect(back.code, back.stdout + back.stderr).toBe(0);
  expect(rig.git("ls-files", "made.txt")).toBe("");
  expect(rig.git("show", `HEAD:${path}`)).toContain("- [ ] T004 Add errors");
  expect(rig.read(path)).toContain("- [ ] T004 Add errors");
});
