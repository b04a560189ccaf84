import { onTestFinished } from "vitest";
import { anthropicEvents, type Play, Rig, serveUpstream, stream } from "../gateway.fixture.ts";
import type { AttemptSpec, Patience } from "../messages.ts";
import { readUsage } from "../metering/usage-file.ts";

/** A gateway with one attempt, and a provider that plays; both are gone with the test. */
export async function setUp(
  play: Play,
  more: Partial<AttemptSpec> = {},
  patience: Partial<Patience> = {},
) {
  const rig = new Rig(patience);
  const upstream = await serveUpstream(play);
  onTestFinished(async () => {
    await rig.close();
    await upstream.close();
  });
  const door = await rig.open(upstream, more);
  return { rig, upstream, door };
}

export const whole: Play = (_request, response) => stream(response, anthropicEvents(10, 40));

/** Answers in turn; the last one stays. */
export function inTurn(...plays: readonly Play[]): Play {
  let n = 0;
  return (request, response, body) =>
    plays[Math.min(n++, plays.length - 1)]?.(request, response, body);
}

export const refusing =
  (
    status: number,
    headers: Record<string, string> = {},
    body = '{"error":{"message":"no"}}',
  ): Play =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

export const records = (rig: Rig) => readUsage(rig.stateDir, "self:1.2/1", 0).records;
