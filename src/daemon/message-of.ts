import type { Event } from "../model/index.ts";
import { OrchestratorError } from "../model/index.ts";

/** Never empty: a failure without words is a failure nobody can act on. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== "") return error.message;
  const text = String(error);
  return text === "" ? "an error without a message" : text;
}

/** For who can only be told in one line: what to do belongs to it. */
export function withHint(error: unknown): string {
  const hint = error instanceof OrchestratorError ? error.hint : undefined;
  return hint === undefined ? messageOf(error) : `${messageOf(error)} ${hint}`;
}

/** What ended a loop, as people read it. */
export function fatalError(error: unknown): OrchestratorError {
  if (error instanceof OrchestratorError) return error;
  return new OrchestratorError("bug", `the loop ended: ${messageOf(error)}`, { cause: error });
}

/** What an act led to, for whoever asked for it. */
export function describeEvents(events: readonly Event[]): string {
  return events.length === 0 ? "nothing to do" : events.map((event) => event.type).join(", ");
}

/** A mistake of our own, which trying again would only hide. */
export function isDefect(error: unknown): boolean {
  return (
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError ||
    error instanceof RangeError
  );
}
