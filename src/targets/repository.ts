import { dirname, join } from "node:path";
import type { ObjectId, TargetConfig } from "../model/index.ts";
import { slug } from "../model/index.ts";
import { ensureDir, environment, readTextIfExists, writeDurable } from "../platform/index.ts";
import type { Discovery } from "./discovery.ts";
import { discover } from "./discovery.ts";
import type { Git, Place } from "./git/git.ts";
import { openGit } from "./git/git.ts";
import type { Identity } from "./identity.ts";
import { configuredIdentity } from "./identity.ts";
import { makeLink, readLink } from "./raw-files.ts";

/** Our own directories, all below the state directory and never inside the repository. */
export interface Places {
  readonly root: string;
  readonly workspaces: string;
  readonly verification: string;
  readonly pool: string;
  readonly trash: string;
  /** What setup steps made, by key; for all targets of the state directory. */
  readonly layers: string;
}

/**
 * A repository seen through two git directories of ours. Both are links to the user's objects and
 * refs with our own configuration, hooks and attributes, so that nothing in the user's `.git` can
 * run or change what we do, and yet what lands is in the user's repository at once.
 */
export interface Repository {
  readonly config: TargetConfig;
  readonly git: Git;
  readonly found: Discovery;
  readonly places: Places;
  /** Bytes as they are: no conversion of any kind. For objects, refs, archives, workspaces. */
  readonly vault: Place;
  /** With the line-ending rules of the user: for the person's checkout alone. */
  readonly mirror: Place;
  readonly objects: string;
  readonly identity: Identity | null;
  /**
   * Where landings go: the configured branch, else the one checked out when this was opened. A person
   * who switches branches meanwhile takes no landing along. Null when HEAD was detached.
   */
  readonly branch: string | null;
  readonly emptyTree: ObjectId;
  readonly zero: ObjectId;
  /** Notes of the ref writes this process has under way. This, `chores` and `building` alone change. */
  readonly writing: Set<string>;
  /** What this process does without anybody waiting for it: it never fails, it leaves a rest. */
  readonly chores: Set<Promise<void>>;
  /** Layers this process makes right now, by key. */
  readonly building: Map<string, Promise<unknown>>;
}

export interface OpenOptions {
  readonly stateDir: string;
  /** Instead of the user's configured identity. */
  readonly identity?: Identity;
}

const EMPTY_TREE = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
} as const;

/** Throws `not-a-repository`; every other precondition is a fact that {@link inspect} reports. */
export async function openRepository(
  config: TargetConfig,
  options: OpenOptions,
): Promise<Repository> {
  const found = await discover(config.path);
  const root = join(options.stateDir, "git", slug(config.id));
  const places: Places = {
    root,
    workspaces: join(root, "workspaces"),
    verification: join(root, "verification"),
    pool: join(root, "pool"),
    trash: join(root, "trash"),
    layers: join(options.stateDir, "layers"),
  };
  for (const dir of Object.values(places)) ensureDir(dir);
  const filled = config.setup.flatMap((step) => step.cachePaths);
  return {
    config,
    git: openGit(join(root, "home")),
    found,
    places,
    vault: { gitDir: buildView(found, join(root, "vault.git"), "exact", filled) },
    mirror: { gitDir: buildView(found, join(root, "mirror.git"), "converted", filled) },
    objects: join(found.commonDir, "objects"),
    identity: options.identity ?? configuredIdentity(found),
    branch: config.branch ?? readHeadBranch(found.gitDir),
    emptyTree: EMPTY_TREE[found.objectFormat],
    zero: "0".repeat(found.objectFormat === "sha256" ? 64 : 40),
    writing: new Set(),
    building: new Map(),
    chores: new Set(),
  };
}

/** What the HEAD of a git directory names: a branch, or null when it is detached. */
export function readHeadBranch(gitDir: string): string | null {
  const text = readTextIfExists(join(gitDir, "HEAD")) ?? "";
  return /^ref: refs\/heads\/(.+)\n?$/.exec(text)?.[1]?.trim() ?? null;
}

/** Settings of the user that say how files look on this machine; none of them names a program. */
const CARRIED_SETTINGS = [
  "core.ignorecase",
  "core.precomposeunicode",
  "core.sharedrepository",
] as const;
/** Those of the person's checkout alone: its disk may keep no permissions, where ours does. */
const CHECKOUT_SETTINGS = ["core.filemode", "core.symlinks", "core.autocrlf", "core.eol"] as const;

/** `filled`: what setup steps fill, which is nobody's work whatever `.gitignore` says of it. */
function buildView(
  found: Discovery,
  dir: string,
  kind: "exact" | "converted",
  filled: readonly string[],
): string {
  ensureDir(join(dir, "info"));
  const links = ["objects", "refs", "packed-refs", ...(found.bare ? [] : ["logs"])];
  if (!found.bare) ensureDir(join(found.commonDir, "logs"), 0o755);
  for (const name of links) linkTo(join(found.commonDir, name), join(dir, name));
  writeIfChanged(join(dir, "config"), viewConfig(found, kind));
  writeIfChanged(
    join(dir, "info", "exclude"),
    [excludesOf(found), ...filled.map(ignoreRule)].join(""),
  );
  writeIfChanged(join(dir, "info", "attributes"), attributesOf(found, kind));
  // Nobody stands on this branch: HEAD is only here because a git directory must have one.
  writeIfChanged(join(dir, "HEAD"), "ref: refs/orchestrator/nowhere\n");
  return dir;
}

function viewConfig(found: Discovery, kind: "exact" | "converted"): string {
  const settings =
    kind === "exact" ? CARRIED_SETTINGS : [...CARRIED_SETTINGS, ...CHECKOUT_SETTINGS];
  const carried = settings.flatMap((key) => {
    const value = found.config.get(key);
    return value !== undefined && /^[a-zA-Z0-9]+$/.test(value)
      ? [`\t${key.slice("core.".length)} = ${value}`]
      : [];
  });
  const sha256 = found.objectFormat === "sha256";
  return [
    "[core]",
    `\trepositoryformatversion = ${sha256 ? 1 : 0}`,
    "\tbare = true",
    `\tlogAllRefUpdates = ${!found.bare}`,
    ...carried,
    ...(sha256 ? ["[extensions]", "\tobjectFormat = sha256"] : []),
    "",
  ].join("\n");
}

/** What the user never wants committed, from every place git would look. */
function excludesOf(found: Discovery): string {
  const home = environment()["HOME"] ?? "";
  const xdg = environment()["XDG_CONFIG_HOME"] ?? join(home, ".config");
  const configured = found.config.get("core.excludesfile");
  const file =
    configured === undefined ? join(xdg, "git", "ignore") : configured.replace(/^~(?=\/)/, home);
  const parts = [file, join(found.commonDir, "info", "exclude")].map(readIgnores);
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function readIgnores(path: string): string {
  try {
    return readTextIfExists(path) ?? "";
  } catch {
    // Somebody's unreadable global ignore file only means that nothing more is ignored.
    return "";
  }
}

/** Without a slash at its end, so that a link of that name is meant as well. */
function ignoreRule(path: string): string {
  return `/${path.replace(/[\\*?[\]!# ]/g, "\\$&")}\n`;
}

/** In the exact view an agent's `.gitattributes` must not change a byte (decision 10). */
function attributesOf(found: Discovery, kind: "exact" | "converted"): string {
  if (kind === "exact") return "* -text -eol -filter -ident -working-tree-encoding\n";
  return readTextIfExists(join(found.commonDir, "info", "attributes")) ?? "";
}

function linkTo(to: string, at: string): void {
  if (readLink(at) === to) return;
  ensureDir(dirname(at));
  makeLink(to, at);
}

function writeIfChanged(path: string, text: string): void {
  if (readTextIfExists(path) !== text) writeDurable(path, text);
}
