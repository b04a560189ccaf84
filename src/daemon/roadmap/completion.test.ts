import { expect, test } from "vitest";
import { packVolume } from "../../roadmap/index.ts";
import { completeInRoadmap, completeInWorkingFile, setStandings } from "./completion.ts";

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

test("work that is complete again is dated when it became so, not when it was last touched", () => {
  const path = ".beads/issues.jsonl";
  const issue = {
    id: "bd-1",
    title: "Hull",
    status: "open",
    priority: 0,
    issue_type: "task",
    created_at: "2025-11-01T10:00:00Z",
    updated_at: "2025-11-02T10:00:00Z",
  };
  const text = `${JSON.stringify(issue)}\n`;
  const at = "2026-03-04T05:06:07.000Z";
  const file = { text: packVolume("beads", [{ path, text }]), path, at };
  const again = setStandings(Buffer.from(text), [{ id: "bd-1", complete: true }], file);
  expect(JSON.parse(textOf(again) ?? "")).toMatchObject({ status: "closed", closed_at: at });
});
