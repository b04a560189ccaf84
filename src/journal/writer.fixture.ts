import { openJournal } from "./index.ts";
import { tickTurns } from "./turns.fixture.ts";

/** Appends for ever and says each acknowledged seq on stdout; waits to be killed. */
const [dir, sizeText] = process.argv.slice(2);
const size = Number(sizeText);
const journal = openJournal(dir ?? "", { mode: "write" });
let next = journal.head().seq / 2 + 1;
for (;;) {
  const { seq } = await journal.appendSoon(tickTurns(next, size));
  next += size;
  process.stdout.write(`${seq}\n`);
  if (seq % 40 === 0) journal.saveSnapshot(seq, Buffer.from(`fold of ${seq}`));
}
