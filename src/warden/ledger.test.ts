import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Ledger } from "./ledger.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ledger-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("what was started is remembered, and what was forgotten is not", async () => {
  const ledger = new Ledger(dir);
  await Promise.all(["a", "b", "c"].map((slug) => ledger.start(slug)));
  ledger.forget("b");
  ledger.close();
  const again = new Ledger(dir);
  expect(["a", "b", "c"].map((slug) => again.has(slug))).toEqual([true, false, true]);
  again.close();
});

test("it does not grow with what is over", async () => {
  for (let round = 0; round < 5; round++) {
    const ledger = new Ledger(dir);
    for (let at = 0; at < 50; at++) {
      await ledger.start(`${round}-${at}`);
      ledger.forget(`${round}-${at}`);
    }
    ledger.close();
  }
  new Ledger(dir).close();
  const text = readFileSync(join(dir, "ledger"), "utf8");
  expect(text.trim()).toBe("");
  expect(text.length).toBeLessThanOrEqual(4096);
});

test("more than it has room for is remembered just as well", async () => {
  const slugs = Array.from({ length: 300 }, (_, at) => `a-run-with-a-long-name-${at}`);
  const ledger = new Ledger(dir);
  await Promise.all(slugs.map((slug) => ledger.start(slug)));
  ledger.forget("a-run-with-a-long-name-299");
  ledger.close();
  const again = new Ledger(dir);
  expect(slugs.filter((slug) => again.has(slug))).toEqual(slugs.slice(0, 299));
  again.close();
});
