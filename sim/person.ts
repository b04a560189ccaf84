import { drawWord, settleInbox } from "./answering.ts";
import type { Effect, PersonAct, Selection, StreamKey, StreamStatus } from "../src/model/index.ts";
import { drawPolicy, drawStream } from "./scene.ts";
import type { Simulation } from "./simulation.ts";
import type { RoadmapFile } from "./world/roadmap-file.ts";

const TICK_MS = 10 * 60_000;

/** The people around a run: they commit, edit the roadmap, ask for things, and lose patience. */
export function livePerson(sim: Simulation): void {
  sim.timeline.after(sim.random.between(TICK_MS / 2, TICK_MS), () => {
    if (sim.over || sim.ending) return;
    if (sim.calm) seeToIt(sim);
    else meddle(sim);
    livePerson(sim);
  });
}

/** How much of a person's asking falls on what just begins. */
const INTERRUPTIONS = 0.04;

/** At the worst moment: asks for something about a stream while the world is being changed for it. */
export function interrupt(sim: Simulation, effect: Effect): void {
  const { random, faults, timeline } = sim;
  if (!random.chance(faults.personAct * INTERRUPTIONS) || !("key" in effect)) return;
  const { key } = effect;
  if (key === null) return;
  const act = random.pick<PersonAct>([
    { kind: "skip", key, reason: "" },
    { kind: "block", key, reason: "" },
    { kind: "stop", keys: [key], now: random.chance(0.3) },
    { kind: "retry", key },
    { kind: "land", key, force: random.chance(0.3) },
  ]);
  timeline.after(random.between(0, 2_000), () => ask(sim, act));
}

/** Adds streams to a roadmap that is done. */
export function moreWork(sim: Simulation): void {
  const roadmap = sim.random.pick([...sim.roadmaps.values()]);
  if (roadmap === undefined) return;
  for (let i = 0; i < 6; i++) addStream(sim, roadmap);
  sim.watchRoadmap(roadmap.target);
}

function addStream(sim: Simulation, roadmap: RoadmapFile): void {
  const known = [...roadmap.streams.values()];
  const facts = drawStream(sim.random, [roadmap.target], known, sim.nextStreamOrder(), 2);
  roadmap.add({ ...facts, defect: null });
}

function meddle(sim: Simulation): void {
  const { random, faults } = sim;
  if (random.chance(faults.personCommit)) commit(sim);
  if (random.chance(faults.personEdit)) editRoadmap(sim);
  if (random.chance(faults.personAct)) ask(sim, drawAct(sim));
  if (sim.whims.isOn && random.chance(0.6)) ask(sim, drawWord(sim, allKeys(sim)));
  const word = sim.setbacks.drawAct(() => allKeys(sim));
  if (word !== null) ask(sim, word);
  const session = sim.orchestrator?.state.session;
  if (session?.state === "paused" && random.chance(0.5)) ask(sim, { kind: "resume" });
  const over = session === null || session?.state === "completed" || session?.state === "failed";
  if (over && random.chance(0.6)) request(sim, drawSelection(sim));
}

/** Faults are off: whoever is left makes sure that nothing only waits for a person (law I10). */
function seeToIt(sim: Simulation): void {
  const state = sim.orchestrator?.state;
  if (state === undefined) return;
  repairBranches(sim);
  settleInbox(sim, (act) => ask(sim, act));
  if (state.session?.state === "paused") return ask(sim, { kind: "resume" });
  for (const { id, phase } of state.team?.roles ?? []) {
    if (phase.kind === "critical") ask(sim, { kind: "restart-role", role: id });
  }
  for (const { facts, stage } of state.streams.values()) {
    const { key } = facts;
    if (stage.kind === "needs-person") ask(sim, { kind: "land", key, force: false });
    const verifies = state.session?.request.policy.verify === true;
    if (stage.kind === "unverified" && verifies) ask(sim, { kind: "retry", key });
    if (stage.kind === "blocked" || stage.kind === "skipped" || stage.kind === "stopped") {
      ask(sim, { kind: "retry", key });
    }
  }
  const awaitsPerson = [...state.accounts.values()].some(({ trouble }) => trouble.kind !== "limit");
  for (const { facts, decision } of awaitsPerson ? state.streams.values() : []) {
    const waits = decision?.reasons.some(({ kind }) => kind === "account") === true;
    if (waits) ask(sim, { kind: "retry", key: facts.key });
  }
  const session = state.session?.state;
  if (session === undefined || session === "completed" || session === "failed") {
    request(sim, { kind: "all" });
  }
}

/** A red branch is a person's to mend: what makes it red is taken out of it. */
function repairBranches(sim: Simulation): void {
  for (const repository of sim.repositories.values()) {
    const head = repository.at(repository.head);
    if (repository.isGreen(head.tree)) continue;
    const sound: number[] = [];
    for (const id of head.contents) {
      if (repository.isGreen(repository.tree([...sound, id]))) sound.push(id);
    }
    sim.personMoves(repository, sound);
  }
}

function commit(sim: Simulation): void {
  const repository = sim.random.pick([...sim.repositories.values()]);
  if (repository === undefined) return;
  const { contents } = repository.at(repository.head);
  const patch = repository.newPatch({
    attempt: null,
    key: null,
    red: false,
    hostility: 0,
    seen: contents,
  });
  sim.personMoves(repository, [...contents, patch.id]);
}

function editRoadmap(sim: Simulation): void {
  const { random } = sim;
  const roadmap = random.pick([...sim.roadmaps.values()]);
  if (roadmap === undefined) return;
  // Who is asked about a stream may well answer in the roadmap.
  const asked = random.chance(0.3) ? drawWaitingForPerson(sim) : undefined;
  const facts = roadmap.streams.get(asked ?? "") ?? random.pick([...roadmap.streams.values()]);
  const edit = random.between(0, 9);
  if (edit <= 1 || facts === undefined) {
    addStream(sim, roadmap);
  } else if (edit === 2) writeStatus(roadmap, facts.key, "complete");
  else if (edit === 3) writeStatus(roadmap, facts.key, "cancelled");
  else if (edit === 4) roadmap.remove(facts.key);
  else if (edit === 5) writeStatus(roadmap, facts.key, "deferred");
  else if (edit === 6) roadmap.write(facts.key, { priority: "critical" });
  else if (edit === 7) roadmap.write(facts.key, { dependsOn: facts.dependsOn.slice(1) });
  else if (edit === 8) roadmap.write(facts.key, { files: [] });
  else if (facts.status !== "complete") writeStatus(roadmap, facts.key, "not_started");
  sim.watchRoadmap(roadmap.target);
}

function writeStatus(roadmap: RoadmapFile, key: StreamKey, status: StreamStatus): void {
  roadmap.touched.add(key);
  roadmap.write(key, { status });
}

function drawAct(sim: Simulation): PersonAct {
  const { random } = sim;
  const key = drawKey(sim);
  const now = random.chance(0.3);
  switch (random.between(0, 11)) {
    case 0:
    case 1:
      return { kind: "stop", keys: null, now };
    case 2:
      return { kind: "stop", keys: [key, drawKey(sim)], now };
    case 3:
      return { kind: "pause" };
    case 4:
      return { kind: "retry", key };
    case 5:
      return { kind: "skip", key, reason: "" };
    case 6:
      return { kind: "block", key, reason: "not now" };
    case 7:
      return { kind: "set-limit", concurrency: random.between(1, 6) };
    case 8:
    case 9:
      return { kind: "land", key: drawWaitingForPerson(sim) ?? key, force: random.chance(0.3) };
    case 10:
      return { kind: "add-streams", keys: [key] };
    default:
      return {
        kind: "claim-name",
        agentId: `guest-${random.between(1, 3)}`,
        role: "x",
        preferred: "Aria",
      };
  }
}

function drawWaitingForPerson(sim: Simulation): StreamKey | undefined {
  const streams = [...(sim.orchestrator?.state.streams.values() ?? [])];
  return streams.find(({ stage }) => stage.kind === "needs-person" || stage.kind === "unverified")
    ?.facts.key;
}

function drawKey(sim: Simulation): StreamKey {
  return sim.random.pick(allKeys(sim)) ?? "self:nothing";
}

function allKeys(sim: Simulation): readonly StreamKey[] {
  const keys: StreamKey[] = [];
  for (const { streams } of sim.roadmaps.values()) for (const key of streams.keys()) keys.push(key);
  return keys;
}

export function drawSelection(sim: Simulation): Selection {
  const { random } = sim;
  if (random.chance(0.7)) return { kind: "all" };
  if (random.chance(0.5)) return { kind: "next", count: random.between(1, 8) };
  const known = [...(sim.orchestrator?.state.streams.keys() ?? [])];
  const keys = known.filter(() => random.chance(0.4));
  return keys.length === 0 ? { kind: "all" } : { kind: "streams", keys };
}

export function ask(sim: Simulation, act: PersonAct): void {
  const { nowMs: atMs } = sim.timeline;
  sim.orchestrator?.deliver({ type: "person-asked", atMs, by: "ada", act });
}

export function request(sim: Simulation, selection: Selection): void {
  const { nowMs: atMs } = sim.timeline;
  const drawn = drawPolicy(sim.random);
  const policy = Object.assign(drawn, sim.setbacks.policy(), sim.room.policy, {
    ...(sim.team === null && sim.whims.isOn ? sim.whims.accounts.routing : {}),
  });
  const { calm } = sim;
  sim.whims.observe();
  sim.orchestrator?.deliver({
    type: "session-requested",
    atMs,
    request:
      sim.team === null
        ? {
            selection,
            goal: null,
            policy: calm ? { ...policy, verify: true, onFailure: "continue" } : policy,
          }
        : {
            selection: { kind: "all" },
            goal: null,
            policy: {
              ...policy,
              verify: true,
              onFailure: "continue",
              concurrency: sim.team.roles.length,
            },
            team: sim.team,
          },
  });
}
