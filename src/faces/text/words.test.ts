import { describe, expect, it } from "vitest";
import { alignRows, columnsOf, fit } from "./width.ts";
import {
  bytes,
  commandLine,
  duration,
  durationInWords,
  keyLabel,
  list,
  nearest,
  streamLabel,
} from "./words.ts";

describe("words", () => {
  it("calls work streams what the seeds call them", () => {
    expect(streamLabel("1.2")).toBe("Phase 1.2");
    expect(streamLabel("41")).toBe("Work Stream 41");
    expect(streamLabel("REQ-042")).toBe("REQ-042");
    expect(keyLabel("self:1.2")).toBe("Phase 1.2");
    expect(keyLabel("aurora:1.2")).toBe("Phase 1.2 in aurora");
  });

  it("shortens times to what a person reads", () => {
    expect(duration(45_900)).toBe("45 s");
    expect(duration(12 * 60_000)).toBe("12 min");
    expect(duration(125 * 60_000)).toBe("2 h 5 min");
    expect(duration(26 * 3_600_000)).toBe("1 d 2 h");
    expect(duration(-5)).toBe("0 s");
    expect(durationInWords(45 * 60_000)).toBe("45 minutes");
    expect(durationInWords(1_000)).toBe("1 second");
    expect(durationInWords(150 * 60_000)).toBe("2 hours 30 minutes");
  });

  it("lists a few and counts the rest", () => {
    expect(list([])).toBe("none");
    expect(list(["a", "b"])).toBe("a and b");
    expect(list(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c and 3 more");
  });

  it("names sizes in powers of ten", () => {
    expect(bytes(999)).toBe("999 B");
    expect(bytes(1_500_000_000)).toBe("1.5 GB");
  });

  it("suggests commands that a shell reads as they are meant, whatever an id holds", () => {
    expect(commandLine("orchestrator run", "1.2", "REQ-042")).toBe("orchestrator run 1.2 REQ-042");
    expect(commandLine("orchestrator run", "-rf")).toBe("orchestrator run -- -rf");
    expect(commandLine("orchestrator run", "a'; rm -rf ~")).toBe(
      "orchestrator run 'a'\\''; rm -rf ~'",
    );
  });

  it("finds what was meant by a mistyped word", () => {
    expect(nearest("stauts", ["status", "start", "stop"])[0]).toBe("status");
    expect(nearest("comp", ["completion", "complete"])).toContain("completion");
    expect(nearest("xyzzy", ["status", "run"])).toEqual([]);
  });
});

describe("columns", () => {
  it("counts wide characters twice and marks not at all", () => {
    expect(columnsOf("日本")).toBe(4);
    expect(columnsOf("e\u0301")).toBe(1);
    expect(columnsOf("✅")).toBe(2);
  });

  it("cuts between characters, never beyond the width", () => {
    expect(fit("日本語です", 5)).toBe("日本…");
    expect(columnsOf(fit("日本語です", 5))).toBeLessThanOrEqual(5);
    expect(fit("short", 10)).toBe("short");
  });

  it("aligns columns with wide characters in them", () => {
    expect(
      alignRows([
        ["日本", "x"],
        ["a", "y"],
      ]),
    ).toEqual(["日本  x", "a     y"]);
  });
});
