import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Rig } from "./rig.ts";
import { fiveStreams } from "./rig.ts";

const rigs: Rig[] = [];

afterEach(() => {
  for (const rig of rigs.splice(0)) rig.remove();
});

test("a definition is generated, listed, validated, archived and activated", async () => {
  const rig = fiveStreams();
  rigs.push(rig);
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
