// Puts words into a file of tables in a folder and says on stdout what is acknowledged; at the end,
// the name of the error that ended it.
import { OrchestratorError } from "../../src/model/index.ts";
import { type TableName, writeWords } from "./table-work.ts";

const [dir = "", words = "0", name = ""] = process.argv.slice(2);
const tell = (text: string | number): void => void process.stdout.write(`${text}\n`);
try {
  writeWords(dir, name as TableName, Number(words), tell);
} catch (error) {
  tell(`error ${error instanceof OrchestratorError ? error.code : `unnamed: ${String(error)}`}`);
}
