import type { SeenEvent, SessionStart, Workplace } from "../../daemon/index.ts";
import { ask, lead, readState } from "../../daemon/index.ts";
import { exitCodeOf } from "../../journal/index.ts";
import type { PersonAct, State, StreamKey } from "../../model/index.ts";
import { EXIT, OrchestratorError, isSessionOpen } from "../../model/index.ts";
import { sleep } from "../../platform/index.ts";
import { learnedPolicy } from "../learning/learned.ts";
import { chooseAgent, requestFor } from "../cli/running/request.ts";
import { requireTrust } from "../cli/running/trusting.ts";
import { AgentProcess } from "./agent-process.ts";
import type { Outlook } from "./agent-process.ts";
import type { OrchestratorConfig } from "./config.ts";
import { concurrencyOf, openPlace, totalMsOf, verifies } from "./config.ts";
import type { EventListener, OrchestratorEvent } from "./events.ts";
import { eventsFor } from "./events.ts";
import type { Work } from "./work.ts";
import { actsFor, allAccepted, plannedKeys } from "./work.ts";

/** How often another process's journal is looked at. */
const LOOK_MS = 100;

/** How things stood when work was asked for. */
interface Before {
  readonly state: State;
  /** Handles that stay whose they are: their agents were on the way already. */
  readonly running: ReadonlyMap<StreamKey, AgentProcess>;
}

/** The session this process leads. */
class Led {
  readonly stop = new AbortController();
  readonly hurry = new AbortController();
  /** Resolves when the session is over and its leader has let go of everything. */
  ended: Promise<void> = Promise.resolve();
  state: State | null = null;
  keys: readonly StreamKey[] | null = null;
  over = false;
  #wake: (() => void)[] = [];

  wake(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  change(): Promise<void> {
    return new Promise((resolve) => void this.#wake.push(resolve));
  }
}

/**
 * The agents that one object of the library has set to work. While it leads, the repository has no
 * other leader (I1); more work is brought to its own session by the door every other process uses.
 */
export class Crew implements Outlook {
  readonly config: OrchestratorConfig;
  readonly agents = new Map<string, AgentProcess>();
  readonly #listeners = new Set<EventListener>();
  #led: Led | null = null;

  constructor(config: OrchestratorConfig) {
    this.config = config;
  }

  open(): Workplace {
    return openPlace(this.config);
  }

  /** The newest state there is: the loop's own while this process leads, else the journal's. */
  state(): State {
    const led = this.#led;
    return led === null || led.over || led.state === null
      ? readState(this.open()).state
      : led.state;
  }

  async change(): Promise<void> {
    const led = this.#led;
    if (led === null || led.over) await sleep(LOOK_MS);
    else await led.change();
  }

  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the first of its agents is at work, or nothing will be. */
  async start(work: Work): Promise<AgentProcess[]> {
    const place = this.open();
    const concurrency = concurrencyOf(this.config, place, work.maxAgents);
    if (this.config.dryRun === true) return this.#plan(place, work, concurrency);
    requireTrust(place, this.config.trust === true);
    const joined = await this.#join(place, work, concurrency);
    if (joined !== null) return joined;
    const request = requestFor(
      place.config,
      {
        mode: work.mode,
        selection: work.selection,
        concurrency,
        goal: null,
        verify: verifies(this.config),
      },
      { agent: this.config.agent ?? null, configFile: null },
      learnedPolicy(readState(place).state, place.config),
    );
    const totalMs = totalMsOf(this.config) ?? request.policy.totalMs;
    return this.#lead(place, {
      kind: "new",
      request: { ...request, policy: { ...request.policy, totalMs } },
      agent: chooseAgent(place.config, this.config.agent),
    });
  }

  /** Goes on with paused or interrupted work. */
  async resume(): Promise<AgentProcess[]> {
    const place = this.open();
    requireTrust(place, this.config.trust === true);
    const asked = this.config.agent ?? readState(place).state.session?.request.agent;
    const agent = asked === undefined ? null : chooseAgent(place.config, asked);
    return this.#lead(place, { kind: "resume", agent });
  }

  /** Resolves when the session this process leads is over; throws what ended it. */
  async ended(): Promise<void> {
    await this.#led?.ended;
  }

  /** Ends the agents of whichever process leads; what they did is kept. */
  async stop(graceful: boolean): Promise<void> {
    const led = this.#led;
    if (led === null || led.over) {
      await this.ask({ kind: "stop", keys: null, now: !graceful });
      return;
    }
    if (graceful) led.stop.abort();
    else led.hurry.abort();
    await led.ended;
  }

  /** Brings an act to whoever leads. Throws `illegal-transition` with the reason. */
  async ask(act: PersonAct): Promise<void> {
    const answer = await ask(this.open(), act);
    if (!answer.accepted) throw new OrchestratorError("illegal-transition", answer.message);
  }

  #plan(place: Workplace, work: Work, concurrency: number): AgentProcess[] {
    return this.#handles(
      plannedKeys(place, this.config, work, concurrency),
      this.#before(this.state()),
      true,
    );
  }

  /** The work is added to the session in hand; null when there is none that could take it. */
  async #join(place: Workplace, work: Work, concurrency: number): Promise<AgentProcess[] | null> {
    const led = this.#led;
    if (led === null || led.over || led.state === null) return null;
    const before = this.#before(led.state);
    const keys = plannedKeys(place, this.config, work, concurrency);
    const taken =
      isSessionOpen(before.state.session) &&
      (await allAccepted(place, actsFor(before.state, keys, concurrency)));
    // It was just coming to its end: what is wanted begins the next one.
    if (!taken || led.over || !isSessionOpen(led.state.session)) {
      await led.ended;
      return null;
    }
    const handles = this.#handles(keys, before, false);
    await this.#untilAtWork(led, before.state, keys);
    return handles;
  }

  async #lead(place: Workplace, start: SessionStart): Promise<AgentProcess[]> {
    if (this.#led !== null && !this.#led.over) {
      throw new OrchestratorError("already-running", "this object leads a session already");
    }
    const before = this.#before(readState(place).state);
    const led = new Led();
    led.ended = this.#follow(place, start, led);
    this.#led = led;
    while (led.keys === null && !led.over) await led.change();
    if (led.over) await led.ended;
    const handles = this.#handles(led.keys ?? [], before, false);
    await this.#untilAtWork(led, before.state, led.keys ?? []);
    throwIfRefused(this.state(), led.keys ?? []);
    return handles;
  }

  async #follow(place: Workplace, start: SessionStart, led: Led): Promise<void> {
    const onEvents = (events: readonly SeenEvent[], state: State) => {
      led.state = state;
      led.keys ??= plannedBy(start, events, state);
      for (const seen of events) this.#tell(seen, state);
      led.wake();
    };
    const { stop, hurry } = led;
    try {
      await lead(place, start, { stop: stop.signal, hurry: hurry.signal, onEvents });
    } finally {
      led.over = true;
      led.wake();
    }
  }

  #tell(seen: SeenEvent, state: State): void {
    if (this.#listeners.size === 0) return;
    for (const event of eventsFor(seen, state)) {
      for (const listener of this.#listeners) callAlone(listener, event);
    }
  }

  async #untilAtWork(led: Led, before: State, keys: readonly StreamKey[]): Promise<void> {
    const settled = () => {
      const state = led.state ?? before;
      return (
        state.session?.state === "paused" ||
        keys.some((key) => hasBegun(state, before, key)) ||
        (someWork(state) && keys.every((key) => waits(state, key)))
      );
    };
    while (!led.over && !settled()) await led.change();
    // Who waits for the session hears of what ended it; here it must only not go unheard.
    led.ended.catch(() => undefined);
    if (led.over) await led.ended;
  }

  #handles(keys: readonly StreamKey[], before: Before, planned: boolean): AgentProcess[] {
    return keys.map((key) => {
      const own = before.running.get(key);
      if (own !== undefined) return own;
      const handle = new AgentProcess(key, { outlook: this, before: before.state, planned });
      this.agents.set(handle.workStream, handle);
      return handle;
    });
  }

  #before(state: State): Before {
    const handles = [...this.agents.values()].filter((agent) => agent.isRunning);
    return { state, running: new Map(handles.map((agent) => [agent.key, agent])) };
  }
}

/** What a listener throws is its own program's affair and must not end the loop. */
function callAlone(listener: EventListener, event: OrchestratorEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** What the session of a start is for, as soon as it is known; null until then. */
function plannedBy(
  start: SessionStart,
  events: readonly SeenEvent[],
  { session }: State,
): readonly StreamKey[] | null {
  if (start.kind === "new") {
    for (const { event } of events) if (event.type === "session-planned") return event.keys;
    return null;
  }
  const resumed = events.some(({ event }) => event.type === "session-moved");
  return resumed || session?.state === "executing" ? (session?.keys ?? []) : null;
}

/** Its agent's process lives, or it has come further than that already. */
function hasBegun(state: State, before: State, key: StreamKey): boolean {
  const stream = state.streams.get(key);
  if (stream === undefined) return false;
  const { stage } = stream;
  if (stage.kind === "waiting" || stage.kind === "preparing") {
    return stream.failures > (before.streams.get(key)?.failures ?? 0);
  }
  return stage.kind !== "running" || stage.process !== null;
}

function someWork({ streams }: State): boolean {
  return [...streams.values()].some(({ stage }) => stage.kind === "running");
}

/** It was decided that it does not start now. */
function waits(state: State, key: StreamKey): boolean {
  const stream = state.streams.get(key);
  const decision = stream?.decision?.decision ?? "start";
  return stream?.stage.kind === "waiting" && decision !== "start";
}

/** A branch that was red before anybody worked on it is nobody's failure, and no start either. */
function throwIfRefused(state: State, keys: readonly StreamKey[]): void {
  const { session } = state;
  if (session?.state !== "failed" || exitCodeOf(state) !== EXIT.precondition) return;
  if (keys.some((key) => state.streams.get(key)?.stage.kind === "completed")) return;
  throw new OrchestratorError("red-base", session.reason, {
    hint: "See what fails: orchestrator logs --failed",
  });
}
