import { resolve } from "node:path";
import { OrchestratorError } from "../../../model/index.ts";
import { readTextIfExists } from "../../../platform/index.ts";

/** A file that a person named, from where they are. Throws `not-found`. */
export function readNamedFile(cwd: string, name: string): string {
  const text = readTextIfExists(resolve(cwd, name));
  if (text === null) throw noSuchFile(cwd, name);
  return text;
}

export function noSuchFile(cwd: string, name: string): OrchestratorError {
  return new OrchestratorError("not-found", `there is no file ${name}`, {
    hint: `Paths begin where you are: ${cwd}`,
  });
}
