import type {
  AgentReport,
  AttemptId,
  EffectOf,
  Input,
  InputOf,
  MessageId,
  Outcome,
} from "../../src/model/index.ts";
import { Random } from "../random.ts";
import type { Simulation } from "../simulation.ts";
import { Accounts } from "./accounts.ts";
import type { Run } from "./machine.ts";

type Asked = InputOf<"agent-asked">;
type Told = Omit<Asked, "atMs">;

const MINUTE_MS = 60_000;

/** How often, in the seeds whose agents have whims, and until faults are off. */
const ASKS = 0.3;
const LOOPS = 0.12;
const DEAF = 0.3;
const NAMELESS = 0.15;

/**
 * What agents do besides working: they ask, go in circles, listen or not, and share accounts. It
 * has chance of its own, so that the world without it is the same with every seed.
 */
export class Whims {
  readonly #sim: Simulation;
  readonly #random: Random;
  readonly isOn: boolean;
  readonly accounts: Accounts;
  readonly #asked = new Map<AttemptId, Told[]>();
  readonly #heard = new Map<AttemptId, Set<MessageId>>();
  readonly #deaf = new Set<AttemptId>();

  constructor(sim: Simulation) {
    this.#sim = sim;
    this.#random = new Random(sim.seed * 31 + 7);
    this.isOn = this.#random.chance(0.4);
    this.accounts = new Accounts(sim.seed);
  }

  /** What the agents of whoever leads now work with. */
  observe(): void {
    if (!this.isOn) return;
    const { nowMs: atMs } = this.#sim.timeline;
    this.#sim.orchestrator?.deliver({
      type: "account-observed",
      atMs,
      ...this.accounts.observe(),
    });
  }

  begin(run: Run): void {
    if (!this.isOn || this.#sim.calm) return;
    const random = this.#random;
    if (random.chance(DEAF)) this.#deaf.add(run.attempt);
    for (let times = random.between(0, 2); times > 0; times--) {
      if (random.chance(ASKS)) this.#soon(run, () => this.#ask(run));
      if (random.chance(LOOPS)) this.#soon(run, () => this.#goRound(run));
    }
    this.#soon(run, () => this.#answer(run));
  }

  #soon(run: Run, act: () => void): void {
    this.#sim.timeline.after(this.#random.between(1_000, 15 * MINUTE_MS), () => {
      if (run.report === null) act();
    });
  }

  #ask(run: Run): void {
    const asked = this.#asked.get(run.attempt) ?? [];
    const random = this.#random;
    asked.push({
      type: "agent-asked",
      attempt: run.attempt,
      number: asked.length + 1,
      kind: random.chance(0.7) ? "question" : "permission",
      text: `question ${asked.length + 1} of ${run.attempt}`,
      options: [],
      need: random.chance(0.5) ? "now" : "turn",
      request: null,
    });
    this.#asked.set(run.attempt, asked);
    this.retell(run);
  }

  /** Whoever follows a run reads it from the beginning, and so tells everything again. */
  retell(run: Run): void {
    const { orchestrator, timeline } = this.#sim;
    if (orchestrator?.inFlight.has(run.effect) !== true) return;
    for (const told of this.#asked.get(run.attempt) ?? []) {
      const input: Input = Object.assign({}, told, { atMs: timeline.nowMs });
      orchestrator.deliver(input);
      this.#sim.mayRepeat(input);
    }
  }

  #goRound(run: Run): void {
    const { orchestrator, timeline } = this.#sim;
    const stage = orchestrator?.state.streams.get(run.key)?.stage;
    if (stage?.kind !== "running" || stage.attempt !== run.attempt) return;
    const input: Input = {
      type: "agent-looped",
      atMs: timeline.nowMs,
      attempt: run.attempt,
      number: stage.heard.loops + 1,
      pattern: "same-result",
      evidence: ["it did the same four times"],
      progressed: this.#random.chance(0.2),
    };
    orchestrator?.deliver(input);
    this.#sim.mayRepeat(input);
  }

  #answer(run: Run): void {
    const { orchestrator, timeline } = this.#sim;
    orchestrator?.deliver({ type: "model-answered", atMs: timeline.nowMs, attempt: run.attempt });
  }

  /** A word is heard once, whoever says it how often. */
  tell(effect: EffectOf<"tell-agent">): Outcome {
    const { attempt, message } = effect;
    const run = this.#sim.machine.runs.get(attempt);
    const isThere = run !== undefined && run.startedAtMs !== null && run.report === null;
    if (!isThere || this.#deaf.has(attempt)) return { kind: "refused", message: "it is deaf" };
    const heard = this.#heard.get(attempt) ?? new Set();
    if (!heard.has(message.id)) {
      this.#sim.happen({ kind: "agent-heard", attempt, message: message.id });
    }
    this.#heard.set(attempt, heard.add(message.id));
    return { kind: "told" };
  }

  /** What a report says besides how it ended. */
  about(run: Run): Partial<AgentReport> {
    if (!this.isOn) return {};
    const isNameless = this.#random.chance(NAMELESS);
    return {
      session: isNameless || run.startedAtMs === null ? null : `of ${run.key}`,
      adapter: "claude-code",
      account: run.account,
      heard: [...(this.#heard.get(run.attempt) ?? [])],
    };
  }
}
