import { join } from "node:path";
import type { SeenEvent, Workplace } from "../../daemon/index.ts";
import { followEvents, openWorkplace, readEvents, readState } from "../../daemon/index.ts";
import type { Event, State } from "../../model/index.ts";
import { EXIT, OrchestratorError, keyOf, streamKey } from "../../model/index.ts";
import {
  ensureDir,
  exec,
  identify,
  liveness,
  minimalEnv,
  readTextIfExists,
  removeTree,
  signal,
  sleep,
  spawnDetached,
  temporaryDir,
  writeDurable,
} from "../../platform/index.ts";
import type { Announcement } from "../announce/announce.ts";
import { SILENCE, announce } from "../announce/announce.ts";
import { AGENT_SCRIPT } from "./agents-script.ts";
import type { Incident } from "./incidents.ts";
import { findIncidents } from "./incidents.ts";
import { HUMAN_NOTE, HUMAN_STREAM, PROJECT_FILES, ROADMAP_PATH } from "./project.ts";

const DEMO_MS_MAX = 5 * 60_000;
const STREAM_KILLED_IN = "2.1";

export interface DemoOptions {
  /** How this program is started: node and its entry. */
  readonly argv: readonly [string, ...string[]];
  readonly print: (line: string) => void;
}

export interface DemoEnd {
  readonly exit: 0 | 1;
  readonly folder: string;
  readonly repository: string;
  readonly incidents: readonly Incident[];
  readonly state: State;
  readonly events: readonly Event[];
}

/**
 * The main job on a real repository: real git, real processes, real tests, agents that need no
 * model. The orchestrator runs as a process of its own, because on the way it is killed.
 */
export async function runDemo(options: DemoOptions): Promise<DemoEnd> {
  const folder = temporaryDir("orchestrator-demo-");
  const repository = join(folder, "task-list");
  await makeRepository(repository);
  const env = demoEnv(folder);
  const workplace = openWorkplace({ cwd: repository, env });
  options.print(`A small repository with a test suite and a roadmap: ${repository}`);
  const stage = new Stage(options, workplace, env);
  await stage.play();
  const { state } = readState(workplace);
  const events = readEvents(workplace, { fromSeq: 1 }).map((seen) => seen.event);
  const incidents = [...findIncidents(events, state), await checkRepository(repository, events)];
  return {
    exit: incidents.every((incident) => incident.happened) ? EXIT.success : EXIT.workFailed,
    folder,
    repository,
    incidents,
    state,
    events,
  };
}

export async function removeDemo(end: DemoEnd): Promise<void> {
  await removeTree(end.folder);
}

/** Drives the run from outside, as a person (and a power cut) would. */
class Stage {
  readonly #options: DemoOptions;
  readonly #workplace: Workplace;
  readonly #env: Record<string, string>;
  readonly #over = new AbortController();
  #memory: Announcement = SILENCE;
  #landed = 0;
  #edited = false;
  #kill: "not yet" | "soon" | "done" = "not yet";
  #leaderPid = 0;

  constructor(options: DemoOptions, workplace: Workplace, env: Record<string, string>) {
    this.#options = options;
    this.#workplace = workplace;
    this.#env = env;
  }

  async play(): Promise<void> {
    this.#start(["batch", "-n", "3", "--trust"]);
    const deadline = setTimeout(() => this.#over.abort(), DEMO_MS_MAX);
    await followEvents(
      this.#workplace,
      { fromSeq: 1, signal: this.#over.signal },
      (seen) => void this.#see(seen),
    );
    clearTimeout(deadline);
    await this.#untilLeaderIsGone();
  }

  #start(words: readonly string[]): void {
    this.#options.print(`$ orchestrator ${words.join(" ")}`);
    const log = join(this.#workplace.root, "..", "orchestrator.log");
    const { pid } = spawnDetached([...this.#options.argv, ...words], {
      cwd: this.#workplace.root,
      env: this.#env,
      stdio: ["ignore", { append: log }, { append: log }],
    });
    this.#leaderPid = pid;
    void this.#watchLeader(pid, log);
  }

  /** A leader that ended before the session did, unless we killed it, ends the demo. */
  async #watchLeader(pid: number, log: string): Promise<void> {
    while (identify(pid) !== null) await sleep(100);
    await sleep(500);
    if (this.#leaderPid !== pid || this.#kill === "soon") return;
    if (!this.#over.signal.aborted) {
      const { state } = readState(this.#workplace);
      if (state.session?.state !== "completed" && state.session?.state !== "failed") {
        this.#options.print((readTextIfExists(log) ?? "").slice(-4000));
      }
      this.#over.abort();
    }
  }

  async #see(seen: SeenEvent): Promise<void> {
    const { state } = readState(this.#workplace);
    const said = announce(this.#memory, seen.event, state);
    this.#memory = said.memory;
    for (const line of said.lines) this.#options.print(line);
    const { event } = seen;
    if (event.type === "landed") this.#landed += 1;
    if (this.#landed >= 2 && !this.#edited) this.#editRoadmap();
    if (
      event.type === "agent-started" &&
      keyOf(event.attempt) === streamKey("self", STREAM_KILLED_IN)
    ) {
      await this.#killOrchestrator();
    }
    if (event.type === "session-moved" && (event.to === "completed" || event.to === "failed")) {
      this.#over.abort();
    }
  }

  /** A person opens the roadmap and writes, while agents work and the orchestrator lands. */
  #editRoadmap(): void {
    this.#edited = true;
    const path = join(this.#workplace.root, ROADMAP_PATH);
    const text = readTextIfExists(path) ?? "";
    writeDurable(
      path,
      `${text.replace("# Roadmap\n", `# Roadmap\n\n${HUMAN_NOTE}\n`)}${HUMAN_STREAM}`,
    );
    this.#options.print("--- a person edits the roadmap: a note, and a new work stream 2.4");
  }

  async #killOrchestrator(): Promise<void> {
    if (this.#kill !== "not yet") return;
    this.#kill = "soon";
    await sleep(1500);
    const leader = identify(this.#leaderPid);
    if (leader === null) return;
    signal(leader, "SIGKILL");
    while (liveness(leader) !== "dead") await sleep(20);
    const alive = runningAgents(readState(this.#workplace).state);
    this.#options.print(
      `--- kill -9 of the orchestrator (pid ${leader.pid}); still working: ${alive.join(", ") || "nobody"}`,
    );
    await sleep(1000);
    this.#kill = "done";
    this.#start(["resume", "--trust"]);
  }

  async #untilLeaderIsGone(): Promise<void> {
    const leader = identify(this.#leaderPid);
    for (let waited = 0; leader !== null && waited < 10_000; waited += 50) {
      if (liveness(leader) === "dead") return;
      await sleep(50);
    }
  }
}

function runningAgents(state: State): string[] {
  const names: string[] = [];
  for (const { stage, agent } of state.streams.values()) {
    if (stage.kind !== "running" || stage.process === null) continue;
    if (liveness(stage.process) === "alive")
      names.push(`${agent?.name} (pid ${stage.process.pid})`);
  }
  return names;
}

/** The user's own variables stay out; what is kept lies beside the repository, so that it all goes away. */
function demoEnv(folder: string): Record<string, string> {
  const sockets = join(folder, "run");
  ensureDir(sockets);
  return {
    ...minimalEnv(),
    XDG_STATE_HOME: join(folder, "state"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_RUNTIME_DIR: sockets,
  };
}

async function makeRepository(root: string): Promise<void> {
  for (const [path, text] of Object.entries({
    ...PROJECT_FILES,
    "demo-agents.yaml": `${JSON.stringify(AGENT_SCRIPT, null, 2)}\n`,
  })) {
    ensureDir(join(root, path, ".."), 0o755);
    writeDurable(join(root, path), text, { mode: 0o644 });
  }
  const identity = ["-c", "user.name=Demo", "-c", "user.email=demo@example.com"];
  for (const words of [
    ["init", "--quiet", "--initial-branch=main"],
    ["config", "user.name", "Demo"],
    ["config", "user.email", "demo@example.com"],
    ["add", "."],
    [...identity, "commit", "--quiet", "--message", "A task list, to be built"],
  ]) {
    await git(root, words);
  }
}

async function git(root: string, words: readonly string[]): Promise<string> {
  const result = await exec(["git", ...words], { cwd: root, env: minimalEnv() });
  if (result.code === 0) return result.stdout.toString("utf8");
  throw new OrchestratorError("work-failed", `git ${words.join(" ")} failed`, {
    hint: result.stderr.toString("utf8"),
  });
}

/** The repository's side of the story: one merge per landing, a clean checkout, a sound store. */
async function checkRepository(root: string, events: readonly Event[]): Promise<Incident> {
  const merges = (await git(root, ["log", "--first-parent", "--merges", "--format=%H"]))
    .split("\n")
    .filter(Boolean);
  const landed = events.flatMap((event) => (event.type === "landed" ? [event.commit] : []));
  const status = await git(root, ["status", "--porcelain"]);
  const roadmap = readTextIfExists(join(root, ROADMAP_PATH)) ?? "";
  await git(root, ["fsck", "--no-dangling"]);
  const dirty = status.split("\n").filter((line) => line !== "" && !line.endsWith(ROADMAP_PATH));
  const same = merges.length === landed.length && landed.every((commit) => merges.includes(commit));
  return {
    title: "The branch holds every landing, the checkout followed, the person's words are kept",
    happened: same && dirty.length === 0 && roadmap.includes(HUMAN_NOTE),
    evidence: `${merges.length} merges on the branch, ${dirty.length} other changes in the checkout`,
  };
}
