import { initialState } from "../../model/index.ts";
import { openJournal } from "../../journal/index.ts";
import { openMemory } from "../../memory/index.ts";
import { newsSince } from "./catch-up.ts";

/** One leader among many: takes into the memory what the journal tells, for ever. */
const [dir = "", path = ""] = process.argv.slice(2);
const journal = openJournal(dir, { mode: "read" });
const store = openMemory(path);
for (;;) {
  const { records, place } = newsSince(journal, store.place(), initialState());
  if (records.length > 0) store.addFromJournal(records, place);
  process.stdout.write(`${store.place().seq}\n`);
  await new Promise((done) => setTimeout(done, 1));
}
