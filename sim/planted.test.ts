import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PATCHES } from "./planted-tree.ts";
import { readBugs } from "./planted.ts";

describe("the planted bugs", () => {
  it("all fit the code of today, one by one", () => {
    const unfit = readBugs().filter(({ name }) => {
      try {
        execFileSync("git", ["apply", "--check", "-C1", join(PATCHES, name)], { stdio: "pipe" });
        return false;
      } catch {
        return true;
      }
    });
    expect(unfit.map(({ name }) => name)).toEqual([]);
  });

  it("leave no law without one", () => {
    const laws = new Set(readBugs().map(({ law }) => law));
    const numbers = Array.from({ length: 13 }, (_, at) => `I${at + 1}`);
    expect([...laws].sort()).toEqual(numbers.sort());
  });
});
