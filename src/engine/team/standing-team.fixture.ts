import type { RoleDefinition, StreamFacts, TeamPolicy } from "../../model/index.ts";
import { nextWakeMs } from "../index.ts";
import type { Answers } from "../scenario.fixture.ts";
import { POLICY, Scenario, ended } from "../scenario.fixture.ts";

/** An attempt that changed nothing. */
export const NOTHING = {
  collect: {
    kind: "collected" as const,
    work: {
      base: "c0",
      head: "c0",
      tree: "t0",
      archiveRef: "refs/a",
      files: [],
      uncommitted: [],
      roadmapEdited: false,
    },
  },
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function role(id: string, more: Partial<RoleDefinition> = {}): RoleDefinition {
  return {
    id,
    title: id,
    priority: 1,
    turn: null,
    instructions: "",
    agent: null,
    model: null,
    autoApprove: true,
    budget: null,
    memoryCeilingBytes: null,
    timeoutMs: null,
    routes: { words: [], files: [], rest: false },
    duties: [],
    heartbeatMsMax: 5 * MINUTE,
    cpuShareMax: 0.8,
    memoryBytesMax: 256 * 1024 * 1024,
    ...more,
  };
}

export const CODER = role("code_developer", {
  priority: 2,
  routes: { words: [], files: [], rest: true },
});

export function policyOf(roles: readonly RoleDefinition[]): TeamPolicy {
  return {
    roles,
    staggerMs: 1_000,
    healthEveryMs: 30_000,
    restartsMax: 3,
    restartBaseMs: MINUTE,
    healthyResetMs: 10 * MINUTE,
    fleet: { crashes: 10, windowMs: 10 * MINUTE, holdMs: 10 * MINUTE },
  };
}

export const CRASH = ended({ kind: "failed", reason: "crashed", message: "killed by SIGKILL" });

/** A standing team over a virtual clock. */
export class TeamScenario extends Scenario {
  constructor(
    streams: readonly StreamFacts[],
    roles: readonly RoleDefinition[],
    more: Partial<TeamPolicy> = {},
  ) {
    super();
    this.send({ type: "loop-started", atMs: this.nowMs, epoch: 1, version: "test" });
    this.roadmap(streams);
    this.startTeam(roles, more);
  }

  startTeam(roles: readonly RoleDefinition[], more: Partial<TeamPolicy> = {}): void {
    const request = {
      selection: { kind: "all" } as const,
      goal: null,
      policy: { ...POLICY, concurrency: roles.length, failuresMax: 100 },
      team: { ...policyOf(roles), ...more },
    };
    this.send({ type: "session-requested", atMs: this.nowMs, request });
  }

  /** Lets the clock go on to `untilMs`, from one due time to the next, answering every effect. */
  live(untilMs: number, answers: Answers = {}, hold: readonly string[] = []): void {
    this.run(answers, hold);
    for (let wakes = 0; wakes < 100_000; wakes++) {
      const due = nextWakeMs(this.state);
      if (due === null || due > untilMs) {
        this.nowMs = untilMs;
        return;
      }
      const at = Math.max(due, this.nowMs);
      const events = this.wait(at - this.nowMs);
      if (events.length === 0 && due <= at && nextWakeMs(this.state) === due) {
        throw new Error(`it is woken for nothing at ${due}`);
      }
      this.run(answers, hold);
    }
    throw new Error("it does not come to rest");
  }

  times(type: string, of: (event: Record<string, unknown>) => boolean = () => true): number[] {
    return this.events
      .filter((event) => event.type === type && of(event as unknown as Record<string, unknown>))
      .map((event) => event.atMs);
  }

  phase(id: string): string | undefined {
    return this.state.team?.roles.find((one) => one.id === id)?.phase.kind;
  }
}
