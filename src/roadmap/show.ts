import type { WorkStream } from "../model/index.ts";
import type { ParsedStream } from "./types.ts";

/** The published shape alone, members in the order of the contract. */
export function toWorkStream(stream: ParsedStream): WorkStream {
  return {
    id: stream.id,
    title: stream.title,
    status: stream.status,
    statusText: stream.statusText,
    priority: stream.priority,
    effort: stream.effort,
    dependsOn: stream.dependsOn,
    assignee: stream.assignee,
    batch: stream.batch,
    line: stream.line,
    tasks: stream.tasks,
    files: stream.files,
    acceptance: stream.acceptance,
    fields: stream.fields,
    available: stream.available,
    blockedBy: stream.blockedBy,
  };
}
