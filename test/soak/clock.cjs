// Loaded into a process before the product's first line: its wall clock is ahead of the machine's by
// what the file named in SOAK_CLOCK says, in milliseconds, and is set anew while the process lives.
// The product knows nothing of it; libfaketime does the same where it is installed.
"use strict";
const { readFileSync } = require("node:fs");

const path = process.env.SOAK_CLOCK ?? "";
const LOOK_MS = 50;
const Real = Date;
let aheadMs = 0;
let nextLookMs = 0;

function now() {
  const real = Real.now();
  if (real >= nextLookMs) {
    nextLookMs = real + LOOK_MS;
    try {
      aheadMs = Number(readFileSync(path, "utf8")) || 0;
    } catch {
      // Nobody has set the clock yet.
    }
  }
  return real + aheadMs;
}

class SteppedDate extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
}
globalThis.Date = SteppedDate;
