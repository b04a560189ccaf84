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

const NOTE =
  "An attempt is timed from its claim to its landing by the journal, sandbox included. By hand, " +
  "with the same git settings (fsck of what is fetched, fsync of what is landed): clean and " +
  "read-tree in a clone that shares objects; add, commit; fetch into the repository; an archive " +
  "(ls-files, write-tree, commit-tree, update-ref); merge-tree; the roadmap's edit (hash-object, " +
  "read-tree, update-index, write-tree), commit-tree, diff-tree; clean and read-tree of a tree " +
  "for the gate, `true`; update-ref, notes.";

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
      // One after the other: attempts side by side would be timed together.
      roadmap: roadmapOf(rounds * attempts, (at) => (at === 0 ? [] : [at - 1])),
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
        note: NOTE,
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

const GIT_SETTINGS = `[core]
	fsync = committed,reference
	hooksPath = /dev/null
[transfer]
	fsckObjects = true
[fetch]
	fsckObjects = true
[gc]
	auto = 0
[maintenance]
	auto = false
[user]
	name = Hand
	email = hand@example.com
`;

/** The steps of an attempt as a careful person would type them, one command after the other. */
class Hand {
  readonly #repository: BenchRepository;
  readonly #clone: string;
  readonly #gate: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(workshop: Workshop, files: number) {
    const name = "by-hand";
    const wish = { name, files, roadmap: roadmapOf(1), agent: AGENT };
    this.#repository = BenchRepository.make(workshop, wish);
    this.#clone = workshop.path(name, "clone");
    this.#gate = workshop.path(name, "gate");
    const config = workshop.write(`${name}/gitconfig`, GIT_SETTINGS);
    this.#env = { ...this.#repository.env, GIT_CONFIG_GLOBAL: config };
    const { root } = this.#repository;
    for (const tree of [this.#clone, this.#gate]) {
      this.#git(root, "clone", "--quiet", "--shared", root, tree);
    }
  }

  attempt(name: string): number {
    const { root } = this.#repository;
    const startedAt = performance.now();
    const base = this.#git(root, "rev-parse", "main");
    this.#fill(this.#clone, base);
    const work = this.#work(name);
    const archive = `refs/archive/${name}`;
    this.#git(root, "fetch", "--quiet", this.#clone, `+work:refs/attempts/${name}`);
    this.#git(this.#clone, "ls-files", "-s", "-c", "-m", "-o");
    const left = this.#git(this.#clone, "write-tree");
    const kept = this.#git(root, "commit-tree", left, "-p", work, "-m", "archive");
    this.#git(root, "update-ref", archive, kept);
    const commit = this.#merge(base, work, name);
    this.#git(root, "diff-tree", "-r", "--raw", base, commit);
    this.#fill(this.#gate, commit);
    spawnSync("/bin/sh", ["-c", "true"], { cwd: this.#gate });
    this.#git(root, "update-ref", "refs/heads/main", commit, base);
    this.#git(root, "notes", "--ref=evidence", "add", "-m", "green", commit);
    const ms = performance.now() - startedAt;
    this.#git(root, "read-tree", "-m", "-u", base, commit);
    return ms;
  }

  #fill(tree: string, commit: string): void {
    this.#git(tree, "clean", "-ffdxq");
    this.#git(tree, "read-tree", "--reset", "-u", commit);
    this.#git(tree, "update-ref", "refs/heads/work", commit);
    this.#git(tree, "symbolic-ref", "HEAD", "refs/heads/work");
  }

  #work(name: string): string {
    mkdirSync(join(this.#clone, "made"), { recursive: true });
    writeFileSync(join(this.#clone, "made", `${name}.txt`), "done\n");
    this.#git(this.#clone, "add", "-A");
    this.#git(this.#clone, "commit", "-qm", "work");
    return this.#git(this.#clone, "rev-parse", "HEAD");
  }

  /** The merge commit, the roadmap's edit in it. */
  #merge(base: string, work: string, name: string): string {
    const { root, env } = this.#repository;
    const merged = this.#git(root, "merge-tree", "--write-tree", base, work);
    writeFileSync(join(this.#repository.folder, "roadmap.md"), `# Roadmap\n\n${name} is done\n`);
    const blob = this.#git(root, "hash-object", "-w", join(this.#repository.folder, "roadmap.md"));
    const index = { ...env, GIT_INDEX_FILE: join(this.#repository.folder, "index") };
    this.#gitWith(index, root, "read-tree", merged);
    this.#gitWith(index, root, "update-index", "--cacheinfo", `100644,${blob},roadmap.md`);
    const tree = this.#gitWith(index, root, "write-tree");
    return this.#git(root, "commit-tree", tree, "-p", base, "-p", work, "-m", "merge");
  }

  #git(cwd: string, ...words: string[]): string {
    return this.#gitWith(this.#env, cwd, ...words);
  }

  #gitWith(env: Readonly<Record<string, string>>, cwd: string, ...words: string[]): string {
    const ran = spawnSync("git", words, { cwd, encoding: "utf8", env });
    if (ran.status === 0) return ran.stdout.trim();
    throw new Error(`git ${words.join(" ")}: ${ran.stderr}`);
  }
}
