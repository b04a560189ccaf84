import { describe, expect, it } from "vitest";
import { splitGlobals } from "./globals.ts";
import { HELP } from "./help.ts";
import { COMMAND_NAMES } from "./commands.ts";

describe("splitGlobals", () => {
  it("finds global options before and after the command", () => {
    for (const line of ["--json status", "status --json"]) {
      const { globals, rest } = splitGlobals(line.split(" "));
      expect(globals.json).toBe(true);
      expect(rest).toEqual(["status"]);
    }
  });

  it("reads values with a space and with an equals sign", () => {
    const { globals } = splitGlobals(["--cwd", "a b", "--target=web", "status"]);
    expect(globals.cwd).toBe("a b");
    expect(globals.target).toBe("web");
  });

  it("leaves everything after a double dash to the command", () => {
    const { globals, rest } = splitGlobals(["goal", "--", "--json"]);
    expect(globals.json).toBe(false);
    expect(rest).toEqual(["goal", "--", "--json"]);
  });

  it("names an option without its value", () => {
    expect(splitGlobals(["status", "--cwd"]).problem).toBe("--cwd needs a value");
    expect(splitGlobals(["--config=", "status"]).problem).toBe("--config needs a value");
  });

  it("refuses two formats at once", () => {
    expect(splitGlobals(["--json", "--ndjson", "run"]).problem).toContain("exclude each other");
  });

  it("does not take a word for an inherited property", () => {
    expect(splitGlobals(["constructor", "__proto__"]).rest).toEqual(["constructor", "__proto__"]);
  });
});

describe("the help text", () => {
  it("fits on a screen of 24 lines and 100 columns", () => {
    const lines = HELP.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("names every command there is, and none that is not", () => {
    const [, groups = ""] = HELP.split("\nWork ");
    const named = `Work ${groups.split("\n\n")[0]}`
      .split("\n")
      .flatMap((line) => line.slice(9).trim().split(" "));
    expect([...new Set(named)].sort()).toEqual([...COMMAND_NAMES].sort());
  });
});
