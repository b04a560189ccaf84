import type { AttemptId } from "../model/index.ts";
import { OrchestratorError, generationOf, keyOf, slug } from "../model/index.ts";

const ROOT = "refs/orchestrator";

export const ARCHIVE_ROOT = `${ROOT}/archive`;
export const PIN_ROOT = `${ROOT}/pins`;
const LANDED_ROOT = `${ROOT}/landed`;
const MOVING_ROOT = `${ROOT}/moving`;
export const CHECKPOINT_ROOT = `${ROOT}/checkpoints`;
/** Commits that undo landed work, until they land or are given up. */
export const REVERTING_REF = `${ROOT}/reverting`;
/** What was left uncommitted in an archived attempt, until a branch has it. */
export const RESTORING_REF = `${ROOT}/restoring`;
export const NOTES_REF = "refs/notes/orchestrator";

/**
 * `<slug>/<generation>`: no character of a roadmap's id reaches a path or a ref (law I14). Throws
 * when `attempt` is not an attempt id, which is a bug of the caller.
 */
export function attemptName(attempt: AttemptId): string {
  const generation = generationOf(attempt);
  if (!attempt.includes("/") || !Number.isSafeInteger(generation) || generation < 0) {
    throw new OrchestratorError("bug", `not an attempt id: ${JSON.stringify(attempt)}`);
  }
  return `${slug(keyOf(attempt))}/${generation}`;
}

/** Where everything an attempt left is kept (law I8). */
export function archiveRef(attempt: AttemptId): string {
  return `${ARCHIVE_ROOT}/${attemptName(attempt)}`;
}

/** Refs that keep what a living attempt stands on from the user's `git gc` (decision 10). */
export function pinRef(attempt: AttemptId, what: "base" | "start" | "candidate"): string {
  return `${PIN_ROOT}/${attemptName(attempt)}/${what}`;
}

/** Landings that wait for `orchestrator land` because the checkout has changes in the way. */
export function landedRef(branch: string): string {
  return `${LANDED_ROOT}/${branch}`;
}

/** The end of a checkout move begun by `orchestrator land`, kept until it is done. */
export function movingRef(branch: string, end: "from" | "to"): string {
  return `${MOVING_ROOT}/${slug(branch)}/${end}`;
}

/** The attempt's own directory name: one path segment. */
export function workspaceName(attempt: AttemptId): string {
  return attemptName(attempt).replace("/", "-");
}

/** One line of visible text: control and direction characters have no place in a commit message. */
export function plainLine(text: string, charsMax: number): string {
  const visible = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      " ",
    )
    .replace(/\s+/g, " ")
    .trim();
  return [...visible].slice(0, charsMax).join("");
}

/** A name or address as it may stand in a commit header. */
export function headerText(text: string): string {
  return plainLine(text.replace(/[<>\n]/g, " "), 200);
}
