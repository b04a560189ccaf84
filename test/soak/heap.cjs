// Loaded into a process before the product's first line, beside `--expose-gc`: says into the file
// named in SOAK_HEAP, again and again, how many bytes its heap holds when all garbage is gone.
"use strict";
const { writeFileSync } = require("node:fs");

const EACH_MS = 2_000;

setInterval(() => {
  globalThis.gc();
  writeFileSync(process.env.SOAK_HEAP ?? "", String(process.memoryUsage().heapUsed));
}, EACH_MS).unref();
