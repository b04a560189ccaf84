import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { encodeShellValues, READ_SHELL_VALUES } from "./shell-values.ts";

const SHOW = `n=$1\n${READ_SHELL_VALUES}\nfor one; do printf '%s\\0' "$one"; done`;

function readBack(values: readonly string[], count = values.length): string[] {
  const input = encodeShellValues(values);
  const shown = execFileSync("/bin/sh", ["-c", SHOW, "sh", `${count}`], { input });
  return shown.toString("utf8").split("\0").slice(0, -1);
}

it("gives a shell every value as it was, whatever it looks like", () => {
  const values = [
    "",
    "=",
    "+",
    "a\nb\n",
    "\n",
    "$(touch x) `y` \\ 'z' \"",
    "-n",
    " é\t ",
    "\n+\n=\n",
  ];
  expect(readBack(values)).toEqual(values);
});

it("does nothing with values that were not all said", () => {
  expect(readBack(["one", "two"], 3)).toEqual([]);
});
