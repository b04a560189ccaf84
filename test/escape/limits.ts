import { BREACH, type EscapeAttempt } from "./attempt.ts";

/** Taking the machine down: everything has an end, and the end is ours. */
export const LIMITS: readonly EscapeAttempt[] = [
  { name: "fork bomb", run: "b() { b | b & }; b; sleep 3; sleep {LEFT}", ends: true, slow: true },
  {
    name: "many processes that wait",
    run: `i=0; while [ $i -lt 2000 ]; do sleep {LEFT} & i=$((i+1)); done; echo ${BREACH}`,
    ends: true,
    slow: true,
  },
  {
    name: "many threads",
    by: "node",
    run: `const { Worker } = require("node:worker_threads"); let n = 0; const more = () => { if (n++ > 600) { console.log("${BREACH}"); process.exit(); } const w = new Worker("setInterval(() => {}, 1e6)", { eval: true }); w.on("online", more).on("error", () => process.exit(1)); }; more();`,
    ends: true,
    slow: true,
  },
  {
    name: "all the memory",
    by: "node",
    run: `const held = []; for (;;) { held.push(Buffer.alloc(8e6, 1)); if (held.length > 400) { console.log("${BREACH}"); break; } }`,
    ends: true,
    slow: true,
  },
  {
    name: "all the memory, by files in it",
    run: `for d in /tmp /dev/shm {HOME}; do head -c 3000000000 /dev/zero > $d/big; stat -c %s $d/big | grep -q '^3000000000$' && echo ${BREACH} $d; done`,
    ends: true,
    slow: true,
  },
  {
    name: "all the disk",
    run: `i=0; while [ $i -lt 100 ]; do head -c 20000000 /dev/zero > big$i; i=$((i+1)); sleep 0.1; done; echo ${BREACH}`,
    ends: true,
    slow: true,
  },
  {
    name: "all the open files",
    by: "perl",
    run: `my @held; for (1 .. 3_000_000) { open(my $f, "<", "/dev/null") or last; push @held, $f } print "${BREACH}\\n" if @held >= 3_000_000;`,
  },
  { name: "endless output", run: "yes x | head -c 40000000", ends: true, slow: true },
  { name: "all the time", run: "while :; do :; done", ends: true, slow: true },
  {
    name: "a memory dump where nobody looks",
    run: "ulimit -c unlimited; sh -c 'kill -SEGV $$'; ls core* && echo " + BREACH,
  },
];
