import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replayJournal } from "../../src/daemon/index.ts";
import { ENTRY, Rig, isWarden, sleep } from "../e2e/rig.ts";
import { workplaceOf } from "../killpoints/world.ts";
import { killPid } from "../processes.ts";

/** Whatever was read before has been put in place by then. */
const SETTLED_MS = 30;
/** A heap that need not be large is collected; what grows beyond is no garbage. */
const HEAP_MB = 64;
const CLOCK = join(import.meta.dirname, "clock.cjs");
const HEAP = ["--expose-gc", "--require", join(import.meta.dirname, "heap.cjs")];

/** Each takes a share of the work by a word in its title; the last takes the rest, and has a duty. */
export const ROLES = ["alpha", "beta", "gamma", "delta", "epsilon", "rest"] as const;

const CONFIG = `concurrency: 4
gates: []
retry: { base: 100ms, ceiling: 200ms, failures: 20, rejections: 20 }
timeouts: { stop_grace: 500ms, total: 5m, idle: 2m, startup: 1m }
`;

const TEAM = `stagger: 10ms
health_check_interval: 1s
max_restart_attempts: 100
restart_backoff: 100ms
fleet: { crashes: 1000, window: 1m, hold: 1s }
`;

/** A synthetic team's repository, and what the world itself knows of what was done in it. */
export class SoakWorld {
  readonly rig: Rig;
  readonly #runs: string;
  readonly #clock: string;
  readonly #heap: string;
  #added = 0;

  /** `steps`: what agents do after they have noted that they began. */
  constructor(
    steps: readonly (string | Readonly<Record<string, unknown>>)[],
    sandbox: "off" | "auto" = "off",
  ) {
    const folder = { roadmap: "# Roadmap\n", script: {}, config: CONFIG };
    this.rig = Rig.make(folder);
    const notes = join(this.rig.folder, "notes");
    mkdirSync(notes);
    this.#runs = join(notes, "runs.log");
    this.#clock = join(this.rig.folder, "clock-ahead-ms");
    this.#heap = join(this.rig.folder, "heap-bytes");
    // Only the user widens: agents write down outside of their clones that they began.
    this.rig.writeUserConfig(`sandbox: { mode: ${sandbox}, write: ["${notes}"] }\n`);
    const note = { run: `echo "{{id}}#{{attempt}}" >> '${this.#runs}'` };
    this.rig.write("agents.yaml", JSON.stringify({ "*": [note, ...steps] }));
    this.rig.git("commit", "--quiet", "--all", "--message", "the script");
    this.rig.write(".orchestrator/team.yaml", TEAM);
    for (const [at, id] of ROLES.entries())
      this.rig.write(`.orchestrator/team/${id}.yaml`, roleText(id, at));
  }

  /** Ids of all work that was ever asked for. */
  get asked(): readonly string[] {
    return Array.from({ length: this.#added }, (_, at) => `1.${at + 1}`);
  }

  /**
   * More work, as a person writes it: at the end of the roadmap, and not committed. What the product
   * put in the file's place at that very moment has it not, and it is written again.
   */
  async addWork(count: number): Promise<void> {
    const path = join(this.rig.root, "plans/roadmap.md");
    for (let n = 0; n < count; n++) {
      this.#added += 1;
      const heading = `### Phase 1.${this.#added}: `;
      const word = ROLES[this.#added % ROLES.length] ?? "rest";
      const text = `\n${heading}Work of ${word}\n- **Status:** ⚪ Not Started\n`;
      while (!this.rig.read("plans/roadmap.md").includes(heading)) {
        appendFileSync(path, text);
        await sleep(SETTLED_MS);
      }
    }
  }

  /** Milliseconds by which the orchestrator's wall clock is ahead from now on. */
  setClock(aheadMs: number): void {
    writeFileSync(this.#clock, String(aheadMs));
  }

  start(...words: string[]): ChildProcess {
    return this.#start([], words);
  }

  /** The same, and what its heap holds is told: {@link heapBytes}. */
  startMeasured(...words: string[]): ChildProcess {
    return this.#start(HEAP, words);
  }

  #start(more: readonly string[], words: readonly string[]): ChildProcess {
    const node = [`--max-old-space-size=${HEAP_MB}`, "--require", CLOCK, ...more];
    return spawn(process.execPath, [...node, ENTRY, ...words], {
      cwd: this.rig.root,
      env: { ...this.rig.env, SOAK_CLOCK: this.#clock, SOAK_HEAP: this.#heap },
      stdio: ["ignore", "ignore", "ignore"],
    });
  }

  /** Null until a measured life has said it. */
  heapBytes(): number | null {
    if (!existsSync(this.#heap)) return null;
    return Number(readFileSync(this.#heap, "utf8")) || null;
  }

  agents(): readonly number[] {
    return this.rig.processes((told) => told.includes("scripted-agent"));
  }

  wardens(): readonly number[] {
    return this.rig.processes(isWarden);
  }

  kill(pids: readonly number[]): number {
    for (const pid of pids) killPid(pid);
    return pids.length;
  }

  /** Work streams that landed, in order; what duties made is not among them. */
  landed(): readonly string[] {
    return this.rig.landed().filter((id) => !id.startsWith("@"));
  }

  /** Attempts that began, as they said themselves. */
  runs(): readonly string[] {
    if (!existsSync(this.#runs)) return [];
    return readFileSync(this.#runs, "utf8").split("\n").filter(Boolean);
  }

  /** What the laws ask of the world after all of it, looked at in the world; empty: all is well. */
  async problems(): Promise<readonly string[]> {
    const { rig } = this;
    const found: string[] = [];
    const runs = this.runs();
    const twice = runs.filter((run, at) => runs.indexOf(run) !== at);
    if (twice.length > 0) found.push(`run twice (I1): ${twice.join(" ")}`);
    const landed = this.landed();
    const again = landed.filter((id, at) => landed.indexOf(id) !== at);
    if (again.length > 0) found.push(`landed twice (I4): ${again.join(" ")}`);
    const lost = this.asked.filter((id) => !landed.includes(id));
    if (lost.length > 0) found.push(`never landed (I10): ${lost.join(" ")}`);
    const open = rig.read("plans/roadmap.md").match(/Not Started|In Progress/g) ?? [];
    if (open.length > 0) found.push(`${open.length} still open in the roadmap (I11)`);
    try {
      rig.git("fsck", "--strict", "--no-dangling");
    } catch (error) {
      found.push(`git fsck (I8): ${String(error)}`);
    }
    found.push(...this.#replayed());
    const left = await rig.settled();
    if (left.length > 0) found.push(`still alive (I7): ${left.join("; ")}`);
    return found;
  }

  #replayed(): readonly string[] {
    try {
      const { divergence } = replayJournal(workplaceOf(this.rig));
      return divergence === null ? [] : [`replay diverges at ${divergence.seq} (I12)`];
    } catch (error) {
      return [`replay (I12): ${String(error)}`];
    }
  }
}

function roleText(id: string, at: number): string {
  const rest = id === "rest";
  const duty = "duties: [{ id: look, title: look around, prompt: look around, every: 5s }]\n";
  const routes = rest ? "routes: { rest: true }\n" : `routes: { words: [${id}] }\n`;
  return `id: ${id}\npriority: ${at + 1}\n${routes}${rest ? duty : ""}`;
}
