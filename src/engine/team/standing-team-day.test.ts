import { describe, expect, it } from "vitest";
import type { Outcome } from "../../model/index.ts";
import { replay } from "../index.ts";
import { ended } from "../scenario.fixture.ts";
import { factsOf } from "../../model/state.fixture.ts";
import {
  CODER,
  CRASH,
  HOUR,
  MINUTE,
  TeamScenario,
  policyOf,
  role,
} from "./standing-team.fixture.ts";

const every = (everyMs: number) => ({ kind: "every", everyMs }) as const;
const duty = (id: string, when: ReturnType<typeof every>) => ({ id, title: id, prompt: id, when });

/** Six roles with the intervals of the team that this is modelled on. */
const SIX = [
  role("architect", { priority: 1, duties: [duty("specs", every(HOUR))] }),
  { ...CODER, duties: [duty("poll", every(30 * MINUTE))] },
  role("project_manager", { priority: 3, duties: [duty("watch", every(HOUR))] }),
  role("assistant", { priority: 4, duties: [duty("demo", every(30 * MINUTE))] }),
  role("code_searcher", { priority: 5, duties: [duty("audit", every(24 * HOUR))] }),
  role("ux_design_expert", { priority: 6, duties: [duty("review", every(HOUR))] }),
];

const DONE = ended({ kind: "claimed-done", summary: "done" });

/** The same crashes every time, one in eight: chance would make a failure impossible to repeat. */
function unsteady(): () => Outcome {
  let seed = 42;
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed >>> 16) % 8 === 0 ? CRASH : DONE;
  };
}

describe("a day of six roles", () => {
  const work = Array.from({ length: 30 }, (_, at) => factsOf(String(at + 1)));
  const team = new TeamScenario(work, SIX);
  team.live(24 * HOUR, { "run-agent": unsteady() });

  it("never restart a role more often in a row than it may, nor sooner", () => {
    const { restartsMax, restartBaseMs } = policyOf(SIX);
    for (const event of team.events) {
      if (event.type !== "role-restarting") continue;
      expect(event.restarts).toBeLessThanOrEqual(restartsMax);
      expect(event.untilMs - event.atMs).toBeGreaterThanOrEqual(
        restartBaseMs * 2 ** (event.restarts - 1),
      );
    }
  });

  it("never have one role on two things at a time", () => {
    const busy = new Map<string, string>();
    for (const event of team.events) {
      if (event.type === "claimed") {
        expect(busy.get(event.agent.id)).toBeUndefined();
        busy.set(event.agent.id, event.attempt);
      } else if (
        event.type === "landed" ||
        event.type === "failed" ||
        event.type === "duty-done" ||
        event.type === "rejected"
      ) {
        for (const [agent, attempt] of busy) if (attempt === event.attempt) busy.delete(agent);
      }
    }
    expect(team.times("claimed").length).toBeGreaterThan(100);
  });

  it("start nobody while it is not up", () => {
    const up = new Set<string>();
    for (const event of team.events) {
      if (event.type === "role-started") up.add(event.role);
      if (event.type === "role-restarting" || event.type === "role-critical") up.delete(event.role);
      if (event.type === "claimed") expect(up.has(event.agent.role)).toBe(true);
    }
  });

  it("land every work stream of the roadmap exactly once", () => {
    const landed = team.events.flatMap((event) => (event.type === "landed" ? [event.key] : []));
    expect(new Set(landed).size).toBe(landed.length);
    const open = work.filter(({ id }) => team.stage(id) !== "completed");
    const coder = team.phase("code_developer");
    expect(coder === "critical" || open.length === 0).toBe(true);
  });

  it("decide the same again from the journal, with a crash of the orchestrator anywhere", () => {
    const again = replay(team.turns);
    expect(again.divergence).toBe(null);
    expect(again.state.team).toEqual(team.state.team);
    expect(team.state.session?.state).toBe("executing");
  });
});
