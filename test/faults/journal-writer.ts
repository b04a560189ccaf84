// Appends to the journal in a folder until there are so many turns, each so much longer, and says on stdout what is
// acknowledged; at the end, the name of the error that ended it.
import { OrchestratorError } from "../../src/model/index.ts";
import { appendTurns } from "./journal-work.ts";

const [dir = "", turns = "0", longer = "0"] = process.argv.slice(2);
const tell = (text: string | number): void => void process.stdout.write(`${text}\n`);
try {
  await appendTurns(dir, Number(turns), Number(longer), tell);
} catch (error) {
  tell(`error ${error instanceof OrchestratorError ? error.code : `unnamed: ${String(error)}`}`);
}
