import type { Workplace } from "../../daemon/index.ts";
import { attemptOutputPath } from "../../daemon/index.ts";
import { redactText, sleep } from "../../platform/index.ts";
import type { OutputTail } from "../text/tail.ts";
import { openTail, readMore } from "../text/tail.ts";
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
  const tails = new Map<string, { readonly tail: OutputTail; begun: string }>();
  for (;;) {
    // Looked at before the output: what came until then is read by this round.
    const more = agent.isRunning;
    for (const attempt of agent.attemptIds()) {
      const known = tails.get(attempt) ?? { tail: openTail(), begun: "" };
      tails.set(attempt, known);
      const lines = (known.begun + readMore(attemptOutputPath(place, attempt), known.tail)).split(
        "\n",
      );
      known.begun = lines.pop() ?? "";
      for (const line of lines) onLine(redactText(line));
    }
    if (!more) break;
    await sleep(LOOK_MS);
  }
  for (const { begun } of tails.values()) if (begun !== "") onLine(redactText(begun));
}
