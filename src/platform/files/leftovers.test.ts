import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweepLeftovers } from "./leftovers.ts";

it("takes away what a killed write left, and nothing that anybody else may want", () => {
  const folder = mkdtempSync(join(tmpdir(), "orchestrator-leftovers-"));
  const path = join(folder, "roadmap.md");
  const old = [
    "roadmap.md",
    "roadmap.md.0123456789ab.tmp",
    "roadmap.md.tmp",
    "roadmap.md.mine.tmp",
  ];
  for (const name of [...old, "other.md.0123456789ab.tmp", "roadmap.md.ba9876543210.tmp"]) {
    writeFileSync(join(folder, name), "");
  }
  mkdirSync(join(folder, "roadmap.md.00000000000a.tmp"));
  symlinkSync("roadmap.md", join(folder, "roadmap.md.00000000000b.tmp"));
  for (const name of [...old, "other.md.0123456789ab.tmp"]) {
    utimesSync(join(folder, name), 1_000, 1_000);
  }
  sweepLeftovers(path, Date.now());
  expect(readdirSync(folder)).toEqual([
    "other.md.0123456789ab.tmp",
    "roadmap.md",
    "roadmap.md.00000000000a.tmp",
    "roadmap.md.00000000000b.tmp",
    "roadmap.md.ba9876543210.tmp",
    "roadmap.md.mine.tmp",
    "roadmap.md.tmp",
  ]);
  rmSync(folder, { recursive: true });
});
