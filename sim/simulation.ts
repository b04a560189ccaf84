import type { Event, Input, State, TeamPolicy } from "../src/model/index.ts";
import { ACTIVE_STAGES } from "../src/model/index.ts";
import { Chronicle } from "./chronicle.ts";
import type { FaultName, Faults } from "./faults.ts";
import { NO_FAULTS, drawFaults } from "./faults.ts";
import { Digest } from "./digest.ts";
import type { JournalTurn } from "./journal.ts";
import { Journal } from "./journal.ts";
import type { EventCheck, Happening, Law, Turn } from "./law.ts";
import { LawBroken } from "./law.ts";
import { Orchestrator } from "./orchestrator.ts";
import { ask, drawSelection, interrupt, livePerson, moreWork, request } from "./person.ts";
import { Random } from "./random.ts";
import { drawStreams } from "./scene.ts";
import { handingOver, sixRoles } from "./team.ts";
import { Timeline } from "./timeline.ts";
import { Finds } from "./world/finds.ts";
import { Glance } from "./world/glance.ts";
import { Machine } from "./world/machine.ts";
import { Purse } from "./world/purse.ts";
import { Repository } from "./world/repository.ts";
import { RoadmapFile } from "./world/roadmap-file.ts";
import { Setbacks } from "./world/setbacks.ts";
import { Room } from "./world/room.ts";
import { Whims } from "./world/whims.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2030, 0, 1);

/** Bounds of a run; beyond them it does not end (law I10). */
const CALM_HOURS_MAX = 400;
const EVENTS_MAX = 30_000;

const TEAM_EVENTS_MAX = 500_000;

/** Faults come in so much of a team's time; then everything has to come right. */
const CALM_FROM = 0.9;

/** A run that is over sooner gets more work: short ones prove little. */
const EVENTS_MIN = 500;

/** How a seed is run; what is left out is drawn from the seed. */
export interface SeedOptions {
  readonly seed: number;
  /** How many work streams. */
  readonly streams?: number;
  /** A standing team, for so many simulated hours; the last few are without faults. */
  readonly teamHours?: number;
  readonly without?: ReadonlySet<FaultName>;
}

export interface SimulationOptions extends SeedOptions {
  readonly laws: readonly Law[];
  readonly onEvent?: (event: Event) => void;
}

/**
 * A run of the real engine in a world that a seed decides: first with faults (safety), then
 * without, when everything must come to its end (liveness).
 */
export class Simulation {
  readonly seed: number;
  readonly random: Random;
  readonly timeline = new Timeline(START_MS);
  readonly journal = new Journal();
  readonly chronicle = new Chronicle();
  readonly digest = new Digest();
  readonly machine: Machine;
  readonly setbacks: Setbacks;
  readonly whims: Whims;
  readonly room: Room;
  readonly purse: Purse;
  readonly glance: Glance;
  readonly finds: Finds;
  readonly repositories = new Map<string, Repository>();
  readonly roadmaps = new Map<string, RoadmapFile>();
  readonly #laws: readonly Law[];
  /** The laws' checks by what they look at: short lists are walked for each event, not all laws. */
  readonly #onEvents: ReadonlyMap<Event["type"], readonly EventCheck["check"][]>;
  readonly #afterTurns: readonly NonNullable<Law["afterTurn"]>[];
  readonly #onHappenings: readonly NonNullable<Law["onHappening"]>[];
  readonly #teamHours: number | null;
  readonly team: TeamPolicy | null;
  readonly #onEvent: ((event: Event) => void) | undefined;
  faults: Faults;
  orchestrator: Orchestrator | null = null;
  /** What the orchestrator that died last had in its hands, and after how many turns. */
  lastLife: { readonly state: State; readonly turns: number } | null = null;
  /** Faults are off. */
  calm = false;
  over = false;
  /** The team is being stopped for good. */
  ending = false;
  events = 0;
  /** When the present life of the orchestrator began. */
  upSinceMs = START_MS;
  crashes = 0;
  #epoch = 0;
  #streams: number;

  constructor(options: SimulationOptions) {
    this.seed = options.seed;
    this.random = new Random(options.seed);
    this.#laws = options.laws;
    this.#onEvents = checksByType(options.laws);
    this.#afterTurns = checksOf(options.laws, "afterTurn");
    this.#onHappenings = checksOf(options.laws, "onHappening");
    this.#onEvent = options.onEvent;
    this.#teamHours = options.teamHours ?? null;
    this.team = this.#teamHours !== null ? sixRoles() : handsOver(this.seed) ? handingOver() : null;
    this.faults = drawFaults(this.random, options.without ?? new Set());
    this.machine = new Machine(this);
    this.setbacks = new Setbacks(options.seed);
    this.whims = new Whims(this);
    this.room = new Room(this);
    this.purse = new Purse(this);
    this.glance = new Glance(this);
    this.finds = new Finds(this);
    const drawn = this.random.between(14, 34);
    this.#streams = options.streams ?? drawn;
    this.#furnish();
  }

  #furnish(): void {
    const targets = this.random.chance(0.2) ? ["self", "lib"] : ["self"];
    const streams = drawStreams(this.random, targets, this.#streams);
    for (const target of targets) {
      const red = this.random.chance(this.faults.redBase);
      this.repositories.set(target, new Repository(target, red));
      const own = streams.filter((facts) => facts.target === target);
      this.roadmaps.set(target, new RoadmapFile(target, own));
    }
  }

  /** Runs to the end; throws `LawBroken` when a law is broken. */
  run(): void {
    this.#restart(false);
    request(this, drawSelection(this));
    livePerson(this);
    this.room.live();
    this.purse.watch();
    this.glance.live();
    const { timeline } = this;
    const faultyMs = this.random.between(4, 14) * HOUR_MS;
    const teamMs = (this.#teamHours ?? 0) * HOUR_MS;
    timeline.after(teamMs === 0 ? faultyMs : teamMs * CALM_FROM, () => this.#calmDown());
    if (teamMs > 0) timeline.after(teamMs, () => this.#endTeam());
    let deadlineMs = Number.POSITIVE_INFINITY;
    while (!this.over && timeline.advance()) {
      if (this.calm && deadlineMs === Number.POSITIVE_INFINITY) {
        deadlineMs = timeline.nowMs + CALM_HOURS_MAX * HOUR_MS;
      }
      if (
        timeline.nowMs > deadlineMs ||
        this.events > (this.#teamHours === null ? EVENTS_MAX : TEAM_EVENTS_MAX)
      ) {
        throw new LawBroken(
          "I10",
          `no end is in sight after ${this.events} events: ${this.#open()}`,
        );
      }
    }
    for (const law of this.#laws) law.atEnd?.(this);
  }

  #open(): string {
    const open = [...(this.orchestrator?.state.streams.values() ?? [])].filter(
      ({ stage }) => stage.kind !== "completed" && stage.kind !== "settled",
    );
    return open
      .map(({ facts, stage, decision }) => {
        const why = decision?.reasons.map(({ kind }) => kind).join("+") ?? "unexplained";
        return `${facts.key} ${stage.kind}${stage.kind === "waiting" ? ` (${why})` : ""}`;
      })
      .join(", ");
  }

  #endTeam(): void {
    this.ending = true;
    ask(this, { kind: "stop", keys: null, now: false });
  }

  /** Nothing of the stopped team is at work, and nothing is left to be given back. */
  #isStopped(): boolean {
    const state = this.orchestrator?.state;
    if (!this.ending || state === undefined || state.releases.size > 0) return false;
    for (const { stage } of state.streams.values()) if (ACTIVE_STAGES.has(stage.kind)) return false;
    return [...state.targets.values()].every((target) => target.checkoutMoves.length === 0);
  }

  #calmDown(): void {
    this.calm = true;
    this.faults = NO_FAULTS;
    this.purse.observe();
    // A standing team that has nothing to do is not heard of any more.
    if (this.team !== null && this.#teamHours === null) this.#endIfDone();
  }

  repository(target: string): Repository {
    const repository = this.repositories.get(target);
    if (repository === undefined) throw new Error(`no repository ${target}`);
    return repository;
  }

  nextStreamOrder(): number {
    return this.#streams++;
  }

  happen(happening: Happening): void {
    if (happening.kind === "effect-began") interrupt(this, happening.effect);
    for (const check of this.#onHappenings) check(this, happening);
  }

  turned(turn: JournalTurn & { readonly again: boolean }): void {
    const { input, events, again } = turn;
    this.events += events.length;
    for (const event of events) {
      this.digest.add(event);
      this.#onEvent?.(event);
      const checks = this.#onEvents.get(event.type);
      if (checks !== undefined) for (const check of checks) check(this, event);
      this.chronicle.note(event);
    }
    const told: Turn = { seq: this.events, input, events, again };
    for (const check of this.#afterTurns) check(this, told);
    if (this.ending || this.#teamHours !== null) {
      this.over = this.#isStopped();
      return;
    }
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (!this.calm || !this.#isAtRest()) return;
    if (this.events < EVENTS_MIN) moreWork(this);
    else if (this.team !== null) this.#endTeam();
    else this.over = true;
  }

  /** Everything that can be done is done. */
  #isAtRest(): boolean {
    const state = this.orchestrator?.state;
    // A standing team is never done: it waits for more.
    const resting = this.team === null ? "completed" : "executing";
    if (state?.session?.state !== resting || state.releases.size > 0) return false;
    for (const { facts, stage, inRoadmap } of state.streams.values()) {
      const done = stage.kind === "completed" || stage.kind === "settled";
      const held = facts.status === "in_progress" && facts.assignee !== null;
      if (done || !inRoadmap || !facts.workable || facts.defect !== null) continue;
      if (stage.kind !== "waiting") return false;
      if (!held && facts.dependsOn.every((on) => this.#isMet(on))) return false;
    }
    return [...state.targets.values()].every((target) => target.checkoutMoves.length === 0);
  }

  #isMet(key: string): boolean {
    const stream = this.orchestrator?.state.streams.get(key);
    return stream?.stage.kind === "completed" || stream?.facts.status === "complete";
  }

  dies(): boolean {
    return this.random.chance(this.faults.crash);
  }

  crashed(tailLost: boolean): void {
    this.crashes += 1;
    const { orchestrator } = this;
    const { length: turns } = this.journal.turns;
    // A life that ended in the middle of a turn knew more than it had written.
    const whole = orchestrator !== null && this.journal.isDurable && !tailLost;
    this.lastLife = whole ? { state: orchestrator.state, turns } : null;
    this.orchestrator = null;
    this.journal.crash(tailLost);
    const long = this.random.chance(0.1);
    const downMs = long ? this.random.between(1, 6) * HOUR_MS : this.random.between(500, 120_000);
    this.timeline.after(downMs, () => this.#restart(tailLost));
  }

  #restart(lostTail: boolean): void {
    const state = this.journal.fold(this.random.chance(this.faults.snapshot));
    if (this.random.chance(this.faults.snapshot)) this.journal.saveSnapshot(state);
    this.#epoch = Math.max(this.#epoch, state.epoch) + 1;
    this.orchestrator = new Orchestrator(this, state, this.#epoch);
    this.upSinceMs = this.timeline.nowMs;
    this.happen({ kind: "restarted", lostTail });
    this.orchestrator.start();
    // A leader that was overtaken may still say hello (law I9: stale epochs change nothing).
    const atMs = this.timeline.nowMs;
    this.mayRepeat({ type: "loop-started", atMs, epoch: this.#epoch - 1, version: "old" });
  }

  /** Milliseconds until an answer arrives; now and then longer than every timeout. */
  drawDelay(): number {
    if (this.random.chance(this.faults.delay)) return this.random.between(1, 8) * HOUR_MS;
    return this.random.between(0, 50);
  }

  /** The same message once more, soon or hours later. */
  mayRepeat(input: Input): void {
    if (!this.random.chance(this.faults.duplicate)) return;
    const hours = this.random.chance(0.3) ? this.random.between(1, 5) * HOUR_MS : 0;
    this.timeline.after(hours + this.random.between(0, 300_000), () => {
      this.orchestrator?.deliver(Object.assign({}, input, { atMs: this.timeline.nowMs }), true);
    });
  }

  personMoves(repository: Repository, contents: readonly number[]): void {
    const { id } = repository.commit(contents, [repository.head], null, null);
    repository.move(id);
    repository.checkout = id;
  }

  /** The roadmap's file changed; whoever lives notices soon. */
  watchRoadmap(target: string): void {
    this.timeline.after(this.random.between(100, 5_000), () => this.orchestrator?.look(target));
  }
}

/** In one of eight seeds a standing team does the work, and hands it from role to role. */
function handsOver(seed: number): boolean {
  return new Random(seed * 43 + 19).chance(1 / 8);
}

function checksByType(
  laws: readonly Law[],
): ReadonlyMap<Event["type"], readonly EventCheck["check"][]> {
  const checks = new Map<Event["type"], EventCheck["check"][]>();
  for (const { onEvent } of laws) {
    if (onEvent === undefined) continue;
    for (const type of onEvent.types) {
      const known = checks.get(type);
      if (known === undefined) checks.set(type, [onEvent.check]);
      else known.push(onEvent.check);
    }
  }
  return checks;
}

function checksOf<H extends "afterTurn" | "onHappening">(
  laws: readonly Law[],
  hook: H,
): readonly NonNullable<Law[H]>[] {
  return laws.flatMap((law) => {
    const check = law[hook];
    return check === undefined ? [] : [check];
  });
}
