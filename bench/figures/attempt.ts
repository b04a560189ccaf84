import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { byAttempt, eventsIn } from "../events.ts";
import type { Figure } from "../figure.ts";
import { ratioRow } from "../figure.ts";
import { median } from "../measure.ts";
import { BenchRepository, phase, roadmapOf } from "../repository.ts";
import type { Workshop } from "../workshop.ts";

const AGENT =
  "mkdir -p made && echo done > made/$ORCHESTRATOR_WORK_STREAM.txt && git add -A && git commit -qm work";

export const attemptFigure: Figure = {
  name: "attempt",
  title: "One full attempt on a repository of 3,000 files",
  measure: async (workshop) => {
    const rounds = workshop.rounds(4);
    const attempts = workshop.quick ? 2 : 8;
    const files = workshop.quick ? 100 : 3_000;
    const repository = BenchRepository.make(workshop, {
      name: "attempt",
      files,
      roadmap: roadmapOf(rounds * attempts),
      agent: AGENT,
      config: 'gates:\n  - { name: nothing, run: "true" }\n',
    });
    await repository.run(await workshop.program("orchestrator"), ["trust", "--yes"]);
    const hand = new Hand(workshop, files);
    const byHand: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const ids = Array.from({ length: attempts }, (_, at) => phase(round * attempts + at));
      await repository.run(await workshop.program("orchestrator"), ["run", ...ids, "--quiet"]);
      for (let at = 0; at < attempts; at++) byHand.push(hand.attempt(`${round}-${at}`));
    }
    return [
      ratioRow({
        what: "workspace, run, fetch, merge, gate, land",
        subject: median(attemptTimes(repository.root)),
        floor: median(byHand.slice(1)),
        floorName: "the same git commands by hand",
        unit: "ms",
        max: 1.5,
        note: "An attempt is timed from its claim to its landing by the journal, sandbox included. By hand: fetch, checkout -f and clean in a clone that shares objects, add and commit, fetch into the repository, merge-tree, commit-tree, checkout and clean of a tree for the gate, `true`, update-ref; all with our core.fsync.",
      }),
    ];
  },
};

/** Claim to landing, without the first of a session, which starts the warden's sandbox. */
function attemptTimes(root: string): number[] {
  const events = eventsIn(root);
  const claimed = byAttempt(events, "claimed");
  const times: number[] = [];
  let first = true;
  for (const event of events) {
    if (event.type === "session-started") first = true;
    if (event.type !== "landed") continue;
    if (!first) times.push(event.atMs - (claimed.get(event.attempt)?.atMs ?? Number.NaN));
    first = false;
  }
  return times;
}

/** What a careful person would type for one attempt, command for command. */
class Hand {
  readonly #repository: BenchRepository;
  readonly #clone: string;
  readonly #gate: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(workshop: Workshop, files: number) {
    const name = "by-hand";
    this.#repository = BenchRepository.make(workshop, {
      name,
      files,
      roadmap: roadmapOf(1),
      agent: AGENT,
    });
    this.#clone = workshop.path(name, "clone");
    this.#gate = workshop.path(name, "gate");
    const config = workshop.write(
      `${name}/gitconfig`,
      "[core]\n\tfsync = committed,reference\n[user]\n\tname = Hand\n\temail = hand@example.com\n",
    );
    this.#env = { ...this.#repository.env, GIT_CONFIG_GLOBAL: config };
    const { root } = this.#repository;
    this.#git(root, "clone", "--quiet", "--shared", root, this.#clone);
    this.#git(root, "worktree", "add", "--quiet", "--detach", this.#gate);
  }

  attempt(name: string): number {
    const { root } = this.#repository;
    const startedAt = performance.now();
    const base = this.#git(root, "rev-parse", "main");
    this.#git(this.#clone, "fetch", "--quiet", "origin");
    this.#git(this.#clone, "checkout", "-f", "--quiet", "-B", "work", "origin/main");
    this.#git(this.#clone, "clean", "-ffdxq");
    mkdirSync(join(this.#clone, "made"), { recursive: true });
    writeFileSync(join(this.#clone, "made", `${name}.txt`), "done\n");
    this.#git(this.#clone, "add", "-A");
    this.#git(this.#clone, "commit", "-qm", "work");
    this.#git(root, "fetch", "--quiet", this.#clone, `+work:refs/attempts/${name}`);
    const work = this.#git(root, "rev-parse", `refs/attempts/${name}`);
    const tree = this.#git(root, "merge-tree", "--write-tree", "main", work);
    const words = ["commit-tree", tree, "-p", base, "-p", work, "-m", "merge"];
    const commit = this.#git(root, ...words);
    this.#git(this.#gate, "checkout", "-f", "--quiet", "--detach", commit);
    this.#git(this.#gate, "clean", "-ffdxq");
    spawnSync("/bin/sh", ["-c", "true"], { cwd: this.#gate });
    this.#git(root, "update-ref", "refs/heads/main", commit, base);
    const ms = performance.now() - startedAt;
    this.#git(root, "read-tree", "-m", "-u", base, commit);
    return ms;
  }

  #git(cwd: string, ...words: string[]): string {
    const ran = spawnSync("git", words, { cwd, encoding: "utf8", env: this.#env });
    if (ran.status === 0) return ran.stdout.trim();
    throw new Error(`git ${words.join(" ")}: ${ran.stderr}`);
  }
}
