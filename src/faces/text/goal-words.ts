import { OrchestratorError } from "../../model/index.ts";

/** Throws `usage` for a goal that says nothing. */
export function requireWords(goal: string): void {
  if (goal.trim() !== "") return;
  throw new OrchestratorError("usage", "a goal needs some words", {
    hint: 'Say what is wanted: orchestrator goal "the parser and what it needs"',
  });
}
