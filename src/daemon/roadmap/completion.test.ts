import { expect, test } from "vitest";
import { completeInRoadmap, completeInWorkingFile } from "./completion.ts";

function roadmap(status: string, more = ""): Buffer {
  return Buffer.from(`# Roadmap

### Phase 1.1: First
- **Status:** ${status}
- **Files:** a.ts
${more}`);
}

const OPEN = roadmap("⚪ Not Started");
const DONE = roadmap("✅ Complete");

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("utf8");
}

test("completing changes the status and no other byte, and once", () => {
  expect(textOf(completeInRoadmap(OPEN, "1.1"))).toBe(DONE.toString("utf8"));
  expect(completeInRoadmap(DONE, "1.1")).toBeNull();
  expect(completeInRoadmap(OPEN, "9.9")).toBeNull();
  expect(completeInRoadmap(null, "1.1")).toBeNull();
  expect(completeInRoadmap(Buffer.from([0xff, 0x00, 0xfe]), "1.1")).toBeNull();
});

test("a person's file gets the completion beside their own words", () => {
  const mine = roadmap("⚪ Not Started", "- **Note:** mine\n");
  const both = roadmap("✅ Complete", "- **Note:** mine\n");
  expect(textOf(completeInWorkingFile(mine, OPEN, "1.1"))).toBe(both.toString("utf8"));
});

test("what a person said of the stream meanwhile stays", () => {
  expect(completeInWorkingFile(roadmap("❌ Cancelled"), OPEN, "1.1")).toBeNull();
  expect(completeInWorkingFile(Buffer.from("# Nothing left\n"), OPEN, "1.1")).toBeNull();
});

test("work that is open only in the person's file is completed there", () => {
  const empty = Buffer.from("# Roadmap\n");
  expect(textOf(completeInWorkingFile(OPEN, empty, "1.1"))).toBe(DONE.toString("utf8"));
  expect(textOf(completeInWorkingFile(OPEN, null, "1.1"))).toBe(DONE.toString("utf8"));
  expect(textOf(completeInWorkingFile(OPEN, DONE, "1.1"))).toBe(DONE.toString("utf8"));
});
