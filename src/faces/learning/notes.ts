import { learningPath } from "../../daemon/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { acquireLock, ensureDir, readTextIfExists, writeDurable } from "../../platform/index.ts";

/** What a person said of what was learned. */
export interface LearningNotes {
  readonly feedback: readonly Feedback[];
  /** Ids of patterns that are not to be shown again. */
  readonly ignored: readonly string[];
}

export interface Feedback {
  readonly id: string;
  /** 1 (of no use) to 5 (just right). */
  readonly stars: number;
  readonly text: string;
  readonly atMs: number;
}

const NONE: LearningNotes = { feedback: [], ignored: [] };
const FEEDBACK_MAX = 1_000;
const LOCK_WAIT_MS = 5_000;

export function readNotes(stateDir: string): LearningNotes {
  const text = readTextIfExists(learningPath({ stateDir }));
  if (text === null) return NONE;
  try {
    const { feedback, ignored } = JSON.parse(text) as Partial<LearningNotes>;
    return {
      feedback: Array.isArray(feedback) ? feedback.filter(isFeedback) : [],
      ignored: Array.isArray(ignored) ? ignored.filter((one) => typeof one === "string") : [],
    };
  } catch (cause) {
    throw new OrchestratorError("io-failed", `${learningPath({ stateDir })} is no JSON`, {
      hint: "Move it out of the way; only feedback and ignored patterns are in it.",
      cause,
    });
  }
}

/** Two commands at the same time lose nothing of one another. */
export function changeNotes(
  stateDir: string,
  change: (notes: LearningNotes) => LearningNotes,
): LearningNotes {
  ensureDir(stateDir);
  const path = learningPath({ stateDir });
  const lock = acquireLock(`${path}.lock`, { waitMs: LOCK_WAIT_MS, note: "learning" });
  if (!("release" in lock)) {
    throw new OrchestratorError("io-failed", `${path} is being changed by another process`, {
      hint: "Try again in a moment.",
    });
  }
  try {
    const { feedback, ignored } = change(readNotes(stateDir));
    const notes = { feedback: feedback.slice(-FEEDBACK_MAX), ignored: [...new Set(ignored)] };
    writeDurable(path, `${JSON.stringify(notes, null, 2)}\n`, { mode: 0o600 });
    return notes;
  } finally {
    lock.release();
  }
}

function isFeedback(value: unknown): value is Feedback {
  if (typeof value !== "object" || value === null) return false;
  const { id, stars, text, atMs } = value as Partial<Feedback>;
  const isText = typeof id === "string" && typeof text === "string";
  return isText && typeof stars === "number" && typeof atMs === "number";
}
