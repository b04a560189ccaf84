import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listDefinitions } from "./store.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "orchestrator-definitions-"));
  mkdirSync(join(root, "repo/.claude/agents"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("what is no file waits for nobody, and a link out of the repository is told and not read", () => {
  const agents = join(root, "repo/.claude/agents");
  writeFileSync(join(root, "key"), "the user's key\n");
  writeFileSync(join(agents, "plain.md"), "Say hello\n");
  symlinkSync("plain.md", join(agents, "near.md"));
  symlinkSync("../../../key", join(agents, "far.md"));
  spawnSync("mkfifo", [join(agents, "pipe.md")]);
  const found = listDefinitions(join(root, "repo")).filter(({ state }) => state === "active");
  expect(found.map(({ name }) => name)).toEqual(["far", "near", "plain"]);
  expect(found.map(({ text }) => text)).toEqual(["", "Say hello\n", "Say hello\n"]);
  expect(found[0]?.problems.map(({ message }) => message).join()).toContain("leads out");
});
