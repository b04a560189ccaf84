import { splitWords } from "../hearing/tokens.ts";

/** What a question about the team asks for, besides how things stand. */
export type GoalTopic = "restarts" | "uptime" | "failures";

const TOPICS: readonly (readonly [GoalTopic, RegExp])[] = [
  ["restarts", /^(?:re(?:start|tr(?:y|ie))\w*|attempts?|exceed\w*)$/],
  ["uptime", /^uptime$/],
  ["failures", /^(?:fail\w*|crash\w*|errors?|died)$/],
];

/** Null when the question is about nothing the journal answers better than the status does. */
export function goalTopic(goal: string): GoalTopic | null {
  const words = splitWords(goal);
  const found = TOPICS.find(([, pattern]) => words.some((word) => pattern.test(word)));
  if (found !== undefined) return found[0];
  return /\bhow long\b.*\b(?:running|up)\b/.test(words.join(" ")) ? "uptime" : null;
}
