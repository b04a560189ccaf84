import { afterEach, expect, test } from "vitest";
import { READY, SAMPLES } from "../../src/roadmap/sources/samples.fixture.ts";
import { Rig } from "./rig.ts";

const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

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
  const rig = Rig.make({
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
  });
  rigs.push(rig);
  return rig;
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
