import type { Workplace } from "../../daemon/index.ts";
import { attemptOutputPath } from "../../daemon/index.ts";
import { redactText, sleep } from "../../platform/index.ts";
import type { OutputTail } from "../text/tail.ts";
import { endTail, openTail, readLines } from "../text/tail.ts";
import type { AgentProcess } from "./agent-process.ts";

const LOOK_MS = 50;

/**
 * Hands over what an agent prints, line by line, all its attempts in order, until it has come to
 * its end. What looks like a credential is masked, as everywhere.
 */
export async function followLines(
  place: Workplace,
  agent: AgentProcess,
  onLine: (line: string) => void,
): Promise<void> {
  const tails = new Map<string, OutputTail>();
  for (;;) {
    // Looked at before the output: what came until then is read by this round.
    const more = agent.isRunning;
    for (const attempt of agent.attemptIds()) {
      const tail = tails.get(attempt) ?? openTail();
      tails.set(attempt, tail);
      for (const line of readLines(attemptOutputPath(place, attempt), tail)) {
        onLine(redactText(line));
      }
    }
    if (!more) break;
    await sleep(LOOK_MS);
  }
  for (const begun of [...tails.values()].map(endTail)) {
    if (begun !== "") onLine(redactText(begun));
  }
}
