import { addUsage, usageSince } from "../../../agents/index.ts";
import type { AdapterName, AgentOutcome, AttemptId, State, Usage } from "../../../model/index.ts";
import { LIMITS, keyOf } from "../../../model/index.ts";

/** The others count each process by itself. */
const COUNT_ON: ReadonlySet<AdapterName> = new Set<AdapterName>(["claude-code", "codex"]);

/**
 * What an attempt used by itself; null where nothing was told, or nothing that can be so: it then
 * counts as all that was put aside, and a slip of a program does not use up its user's month.
 * Programs that go on with a conversation count what it used before as well (measured with Claude
 * Code and Codex); that was paid for already.
 */
export function ownUsage(state: State, attempt: AttemptId, said: Usage | null): Usage | null {
  const told = said !== null && isCredible(said) ? said : null;
  const stream = state.streams.get(keyOf(attempt));
  const conversation = stream?.conversation ?? null;
  if (told === null || stream === undefined || conversation === null) return told;
  if (!COUNT_ON.has(conversation.adapter)) return told;
  let before: Usage | null = null;
  for (const record of stream.attempts) {
    if (record.attempt === attempt) break;
    if (record.usage !== null) before = addUsage(before, record.usage);
  }
  return usageSince(before, told);
}

/**
 * Nothing, where a provider refused before its model said a word: a program that tells no use of that
 * would be charged with all that was put aside, each time it tries whether a limit is over.
 */
export function refusedUsage(
  { hasAnswered }: { readonly hasAnswered: boolean },
  { kind }: AgentOutcome,
): Usage | null {
  const isRefused = kind === "limited" || kind === "login-needed" || kind === "credit-needed";
  return isRefused && !hasAnswered ? { inputTokens: 0, outputTokens: 0 } : null;
}

/** Whether a run can have used so much: less than nothing, more than anything or no number is no word. */
export function isCredible(usage: Usage): boolean {
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const { costUsd = 0 } = usage;
  const isCount = (one: number): boolean => one >= 0 && one <= LIMITS.tokensMax;
  return (
    [inputTokens + outputTokens, inputTokens, outputTokens].every(isCount) &&
    [cacheReadTokens, cacheWriteTokens].every(isCount) &&
    costUsd >= 0 &&
    costUsd <= LIMITS.costUsdMax
  );
}
