import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rig } from "../e2e/rig.ts";
import { type EFFECT_PHASES, stepOf } from "./boundary.ts";
import { markOf } from "./shim.ts";

/** Which effect of a kind is struck, and when. */
export interface EffectStrike {
  readonly kind: string;
  readonly phase: (typeof EFFECT_PHASES)[number];
  readonly nth: number;
}

/**
 * A module that is loaded before the program and watches what it writes to its debug log: the line
 * that says that an effect begins (or ends) is the place between two steps that no system call marks.
 * Promised is just before the first of these lines is written; the program dies by its own hand, at
 * once, so nothing depends on who is faster. Returns its path.
 */
export function effectShim(rig: Rig, { kind, phase, nth }: EffectStrike): string {
  const path = join(rig.folder, "effect-shim.cjs");
  const told = { step: stepOf(kind), nth, mark: markOf(rig), early: phase === "promised" };
  const word = phase === "ended" ? "ended" : "begun";
  writeFileSync(
    path,
    `const fs = require("node:fs");
const { step, nth, mark, early } = ${JSON.stringify(told)};
const write = fs.writeSync;
let seen = 0;
function isIt(text) {
  const id = /"effect":"([^"]+)".*effect ${word}/.exec(text)?.[1];
  if (id === undefined) return false;
  const last = id.split("/").filter((part) => !/^\\d+$/.test(part)).at(-1);
  return last === step && ++seen === nth;
}
function strike() {
  fs.closeSync(fs.openSync(mark, "w"));
  process.kill(process.pid, "SIGKILL");
}
fs.writeSync = (fd, data, ...more) => {
  const hit = isIt(String(data));
  if (hit && early) strike();
  const written = write(fd, data, ...more);
  if (hit) strike();
  return written;
};
require("node:module").syncBuiltinESMExports();
`,
  );
  return path;
}
