// `writer FOLDER AMOUNT WHAT`: appends so many turns to the journal in a folder, or puts so many words into a
// file of tables there, and says on stdout what is acknowledged; at the end, the name of the error that
// ended it.
import { OrchestratorError } from "../../src/model/index.ts";
import { appendTurns } from "./journal-work.ts";
import { type TableName, writeWords } from "./table-work.ts";

const [dir = "", amount = "0", what = ""] = process.argv.slice(2);
const tell = (text: string | number): void => void process.stdout.write(`${text}\n`);
try {
  if (what === "journal") await appendTurns(dir, Number(amount), 0, tell);
  else writeWords(dir, what as TableName, Number(amount), tell);
} catch (error) {
  tell(`error ${error instanceof OrchestratorError ? error.code : `unnamed: ${String(error)}`}`);
}
