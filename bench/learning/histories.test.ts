import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HISTORY_KINDS, simulateHistory } from "./histories.ts";

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("simulated histories", () => {
  it("are made by the generator whose digest was committed before the forecaster", () => {
    const digest = createHash("sha256")
      .update(readFileSync(beside("./histories.ts")))
      .digest("hex");
    expect(digest).toBe(readFileSync(beside("./histories.sha256"), "utf8").trim());
  });

  it("are the same for a seed, and end with a project that was carried out", () => {
    for (const kind of HISTORY_KINDS) {
      const made = simulateHistory(kind, 1);
      expect(simulateHistory(kind, 1)).toEqual(made);
      expect(made.past.length).toBeGreaterThan(5);
      expect(made.came.finishSeconds).toBeGreaterThan(0);
    }
  });
});
