import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kept } from "./kept.ts";
import { fiveStreams, Rig } from "./rig.ts";

test("a definition is generated, listed, validated, archived and activated", async () => {
  const rig = kept(fiveStreams());
  const words = ["agent", "generate", "builder", "rust", "--test-command", "cargo test --all"];
  const made = await rig.data(...words);
  expect(made).toMatchObject({
    name: "rust-builder",
    path: ".orchestrator/agents/rust-builder.md",
  });
  const file = join(rig.root, String(made["path"]));
  expect(readFileSync(file, "utf8")).toContain("cargo test --all");
  expect(rig.git("status", "--porcelain")).toBe("");
  expect((await rig.run(...words)).code).toBe(3);

  const names = async (...options: string[]) => {
    const { agents } = (await rig.data("agent", "list", ...options)) as {
      agents: readonly { name: string }[];
    };
    return agents.map(({ name }) => name);
  };
  expect(await names()).toHaveLength(9);
  expect(await rig.data("agent", "archive", "Rust Builder")).toMatchObject({ state: "archived" });
  expect(await names("--archived")).toEqual(["rust-builder"]);
  expect(await names("--active")).not.toContain("rust-builder");
  expect((await rig.run("agent", "archive", "rust-builder")).code).toBe(3);
  expect(await rig.data("agent", "activate", "rust-builder")).toMatchObject({ state: "active" });
  expect(await rig.data("agent", "activate", "architect")).toMatchObject({ state: "active" });
  expect(await rig.data("agent", "validate")).toMatchObject({ findings: [] });

  rig.write(".claude/agents/odd.md", "---\nname: odd\npriority: soon\n---\nx");
  const found = await rig.run("agent", "validate", "odd");
  expect([found.code, found.stdout.split("\n")[0]]).toEqual([
    3,
    ".claude/agents/odd.md:3: error: there is no priority called soon",
  ]);
  expect((await rig.run("agent", "show", "rust-bilder")).stderr).toContain("rust-builder");
  expect((await rig.run("agent", "show", "rust-bilder")).code).toBe(5);
});

const ROUTED = `# Roadmap

### 1.1 An endpoint of the API in Rust
- **Status**: Not Started

### 1.2 Documentation of it
- **Status**: Not Started

### 1.3 What is left
- **Status**: Not Started
`;
const AGENT =
  'cat > "$ORCHESTRATOR_WORK_STREAM.txt" && git add . && git commit -q -m "$ORCHESTRATOR_WORK_STREAM"';

test("work goes to agents of its role, who work by the definition that can do most of it", async () => {
  const rig = kept(
    Rig.make({
      roadmap: ROUTED,
      script: {},
      config: `agents:
  default: { adapter: command, run: ${JSON.stringify(AGENT)} }
  scribe: { adapter: command, run: ${JSON.stringify(`echo by the scribe > scribe.txt; ${AGENT}`)} }
gates: []
roles:
  doc-scribe: { agent: scribe }
  default:
`,
    }),
  );
  await rig.data("agent", "generate", "builder", "rust", "--test-command", "cargo test --all");
  const [where] = ((await rig.data("route", "1.1")) as { work: Record<string, unknown>[] }).work;
  expect(where).toMatchObject({
    role: "backend",
    how: "matched",
    roles: [
      { role: "backend", subject: "requirements.backend.1.1", agent: { name: "rust-builder" } },
    ],
  });
  expect((await rig.run("explain", "1.1")).stdout).toContain("It goes to backend (endpoint, api).");
  const ran = await rig.run("batch", "--trust");
  expect(ran.code, ran.stderr + ran.stdout).toBe(0);
  const prompt = (id: string) => rig.git("show", `main:${id}.txt`);
  expect(prompt("1.1")).toContain("cargo test --all");
  expect(prompt("1.1")).toMatch(/^You are \w+, backend, an agent/);
  expect(prompt("1.2")).toContain(
    readFileSync("templates/agents/doc-scribe.md", "utf8").split("---\n")[2]?.trim(),
  );
  expect(rig.git("log", "--format=%s", "--no-merges", "main", "--", "scribe.txt")).toBe("1.2");
  expect(prompt("1.3")).toMatch(/^You are \w+, coder, an agent/);
  expect(await rig.settled()).toEqual([]);
});

test("new work of several domains is added as a part for each role, one built on the other", async () => {
  const rig = kept(fiveStreams());
  const title = "Invoices: migration, API endpoint and page";
  const before = rig.read("plans/roadmap.md");
  const told = await rig.data("route", title);
  expect(told).toMatchObject({ configured: false, work: [{ role: "backend" }] });
  expect(rig.read("plans/roadmap.md")).toBe(before);
  const { added } = (await rig.data("route", title, "--add")) as { added: readonly string[] };
  expect(added).toHaveLength(3);
  const { workStreams } = (await rig.data("roadmap", "show")) as {
    workStreams: readonly { id: string; title: string; dependsOn: readonly string[] }[];
  };
  const parts = workStreams.filter(({ id }) => added.includes(id));
  expect(parts.map((one) => one.title)).toEqual([
    `${title} (database)`,
    `${title} (backend)`,
    `${title} (frontend)`,
  ]);
  expect(parts.map((one) => one.dependsOn)).toEqual([[], [added[0]], [added[1]]]);
  expect((await rig.run("route", String(added[0]), "--add")).code).toBe(2);
});
