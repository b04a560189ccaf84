import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Rig } from "../e2e/rig.ts";
import { greetings } from "./greetings.ts";

const README = readFileSync(resolve(import.meta.dirname, "../../README.md"), "utf8");

let rig: Rig;
beforeAll(async () => {
  rig = await greetings();
});
afterAll(() => rig.remove());

/** What the README shows below a command, up to the next one or the end of its block. */
function shown(command: string): readonly string[] {
  const from = README.indexOf(`$ orchestrator ${command}\n`);
  expect(from).toBeGreaterThan(0);
  const [, ...lines] = README.slice(from).split("\n");
  const end = lines.findIndex((line) => line.startsWith("$ ") || line === "```");
  return lines.slice(0, end).filter((line) => line !== "");
}

/** Numbers that are a matter of the day, names that are a matter of the agent who was free first. */
function plain(text: string): string {
  return text.replace(/\b(?:\d+ min )?\d+ s\b/g, "N s").replace(/\b(?:Aria|Bruno)\b/g, "NAME");
}

describe("the README", () => {
  it.each(["status", "plan", "explain 2.1"])("shows what `%s` prints", async (command) => {
    const { stdout } = await rig.run(...command.split(" "));
    expect(stdout.split("\n").filter((line) => line !== "")).toEqual(shown(command));
  });

  it("shows checks that `doctor` makes, and their number", async () => {
    const { stdout } = await rig.run("doctor");
    const [count] = /^\d+ checks/m.exec(stdout) ?? [];
    expect(shown("doctor").at(-1)).toBe(`${count}: 0 failed, 0 warnings`);
    const names = (lines: readonly string[]) =>
      lines.flatMap((line) => /^(?:ok|warn|FAIL) +(\w+)/.exec(line)?.[1] ?? []);
    const made = names(stdout.split("\n"));
    expect(names(shown("doctor")).filter((name) => !made.includes(name))).toEqual([]);
  });

  it("shows lines that `batch -n 2` prints", async () => {
    const { stdout, stderr } = await rig.run("batch", "-n", "2");
    const printed = `${stdout}${stderr}`.split("\n").map(plain);
    const missing = shown("batch -n 2").filter(
      (line) => line !== "…" && !printed.includes(plain(line)),
    );
    expect(missing).toEqual([]);
  });
});
