import { dirname, join, resolve } from "node:path";
import type { BudgetConfig, Config, TargetConfig, TargetId } from "../model/index.ts";
import { OrchestratorError, slug } from "../model/index.ts";
import {
  ensurePrivateDir,
  isDirectory,
  loadConfig,
  monotonicMs,
  pathExists,
  readTextIfExists,
  realPath,
  runtimeDir,
  stateHome,
} from "../platform/index.ts";
import { excludeOurFiles } from "./exclude.ts";
import { gitDirOf } from "./git-dir.ts";

export interface WorkplaceOptions {
  readonly cwd: string;
  readonly configFile?: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values given on the command line; they win over every file. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

/** Where an orchestrator works: one repository, its settings, its journal and its state. */
export interface Workplace {
  readonly config: Config;
  /** The limits as they are written now: raising one is no reason to start anew. */
  readonly readBudget: () => BudgetConfig | null;
  /** Root of the checkout it was started in. */
  readonly root: string;
  /** The git directory that all checkouts of the repository share. */
  readonly commonDir: string;
  /** The same for every checkout, link and mount of one repository. */
  readonly repoId: string;
  /** `.orchestrator/` of the main checkout: journal, anchor, leader lock, agent logs. */
  readonly journalDir: string;
  /** Outside the repository (decision 5): workspaces, run directories, evidence. */
  readonly stateDir: string;
  readonly runsDir: string;
  readonly evidenceDir: string;
  readonly logsDir: string;
  readonly lockPath: string;
}

/** Finds the repository around `cwd` and reads its settings; creates nothing. */
export function openWorkplace(options: WorkplaceOptions): Workplace {
  if (!isDirectory(options.cwd)) {
    throw new OrchestratorError("not-a-repository", `there is no folder ${options.cwd}`, {
      hint: "Name one that is there: --cwd DIR",
    });
  }
  const found = findRepository(resolve(options.cwd));
  if (found === null) {
    refuseBare(resolve(options.cwd));
    throw new OrchestratorError(
      "not-a-repository",
      `${options.cwd} is not inside a git repository`,
      {
        hint: "Run it in a repository, name one with --cwd DIR, or make one: git init",
      },
    );
  }
  const load = (): Config =>
    loadConfig({
      cwd: found.root,
      configFile: options.configFile ?? null,
      env: options.env,
      flags: options.flags ?? {},
    });
  const config = load();
  const repoId = slug(found.commonDir);
  const journalDir = join(homeOf(found), ".orchestrator");
  const stateDir = join(stateHome(), repoId);
  return {
    config,
    readBudget: budgetReader(load, config.budget),
    root: found.root,
    commonDir: found.commonDir,
    repoId,
    journalDir,
    stateDir,
    runsDir: join(stateDir, "runs"),
    evidenceDir: join(stateDir, "evidence"),
    logsDir: join(journalDir, "agent-logs"),
    lockPath: join(journalDir, "leader.lock"),
  };
}

/** Settings are read again at most this often. */
const FRESH_MS = 500;

/** Settings that cannot be read just now (half written, say) change nothing. */
function budgetReader(load: () => Config, first: BudgetConfig | null): () => BudgetConfig | null {
  let known = first;
  let freshUntilMs = monotonicMs() + FRESH_MS;
  return () => {
    if (monotonicMs() < freshUntilMs) return known;
    freshUntilMs = monotonicMs() + FRESH_MS;
    try {
      known = load().budget;
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
    }
    return known;
  };
}

/** Makes the directories a leader writes to, and keeps git from seeing the one inside. */
export function furnish(workplace: Workplace): void {
  ensurePrivateDir(workplace.journalDir);
  ensurePrivateDir(workplace.logsDir);
  for (const dir of [workplace.stateDir, workplace.runsDir, workplace.evidenceDir]) {
    ensurePrivateDir(dir);
  }
  excludeOurFiles(workplace);
}

/** The configured target of that name; throws `unknown-target`. */
export function findTarget(config: Config, id: TargetId): TargetConfig {
  const found = config.targets.find((target) => target.id === id);
  if (found !== undefined) return found;
  throw new OrchestratorError("unknown-target", `no target is called ${id}`, {
    hint: "orchestrator targets lists them.",
  });
}

/** Each work stream's own place for its agent's settings and conversations. */
export function homesDir(workplace: Workplace): string {
  return join(workplace.stateDir, "homes");
}

export function controlSocket(workplace: Workplace): string {
  return join(runtimeDir(workplace.repoId), "control.sock");
}

export function wardenSocket(workplace: Workplace): string {
  return join(runtimeDir(workplace.repoId), "warden.sock");
}

interface FoundRepository {
  readonly root: string;
  readonly commonDir: string;
  /** It is one work tree beside others, not the main one. */
  readonly linked: boolean;
}

/** Walks up to the first `.git`, without starting git: reading commands must answer at once. */
function findRepository(start: string): FoundRepository | null {
  for (let dir = start; ; dir = dirname(dir)) {
    const gitDir = gitDirOf(dir);
    const found = gitDir === null ? null : sharedDirOf(gitDir);
    if (found !== null) return { root: realPath(dir), ...found };
    if (dirname(dir) === dir) return null;
  }
}

/** A linked work tree's git directory leads to the one that all of them share. */
function sharedDirOf(gitDir: string): Omit<FoundRepository, "root"> | null {
  if (!pathExists(join(gitDir, "HEAD"))) return null;
  const common = readTextIfExists(join(gitDir, "commondir"))?.trim();
  const path = resolve(gitDir, common ?? ".");
  return pathExists(path) ? { commonDir: realPath(path), linked: common !== undefined } : null;
}

/**
 * Where our own folder lies: one place for all work trees, which outlives each of them, so that there
 * is one journal and one leader (law I1). A bare repository has no main checkout, and holds it itself.
 */
function homeOf({ root, commonDir, linked }: FoundRepository): string {
  if (commonDir.endsWith("/.git")) return dirname(commonDir);
  const settings = readTextIfExists(join(commonDir, "config")) ?? "";
  const main = /^\s*worktree\s*=\s*"?(.+?)"?\s*$/m.exec(settings)?.[1];
  if (main !== undefined) return resolve(commonDir, main);
  return linked || /^\s*bare\s*=\s*true\s*$/im.test(settings) ? commonDir : root;
}

/** Git works in such a folder, and agents cannot: there are no files in it. */
function refuseBare(start: string): void {
  for (let dir = start; dirname(dir) !== dir; dir = dirname(dir)) {
    const isBare = ["HEAD", "objects", "refs"].every((name) => pathExists(join(dir, name)));
    if (!isBare) continue;
    throw new OrchestratorError(
      "not-a-repository",
      `${dir} is a bare repository: it has no files`,
      {
        hint: "Run it in a work tree of it (git worktree add DIR BRANCH), or in a clone.",
      },
    );
  }
}

/** What a person said of what was learned: outside the journal, because no decision rests on it. */
export function learningPath({ stateDir }: Pick<Workplace, "stateDir">): string {
  return join(stateDir, "learning.json");
}
