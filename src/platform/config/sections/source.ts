import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import type { FileSource, SourceConfig, TargetConfig } from "../../../model/index.ts";
import {
  BACKLOG_SETTINGS,
  holdsStatus,
  isFileSource,
  LIMITS,
  OrchestratorError,
  SOURCE_ROOTS,
} from "../../../model/index.ts";
import { listDir, readTextIfExists, realPathOrNull, statOrNull } from "../../files/look.ts";
import { listSourceFiles } from "../../files/source-files.ts";
import { LIST_PLACES, ROADMAP_PLACES } from "../defaults.ts";
import { followed, linkIn, oddPlace } from "./followed.ts";
import { insideTree } from "./gates.ts";
import type { SourceSettings, TargetSettings } from "../settings.ts";

type Place = Pick<TargetConfig, "roadmap" | "source">;

const GITHUB_API = "https://api.github.com";

/**
 * Where a target's work is: as configured; else the first place where people keep a roadmap; else
 * the first format of another tool that has something in it; else a check list. `guarded` are paths that no agent may
 * change unseen, because the roadmap would be another.
 */
export function sourceOf(
  path: string,
  own: TargetSettings,
  key: string,
  warnings: string[],
): Place & { readonly guarded: readonly string[] } {
  const place = placeOf(path, own, key, warnings);
  const odd = oddPlace(path, place.roadmap, place.source.kind);
  if (odd !== null) warnings.push(`${key}roadmap: ${odd}`);
  return { ...place, guarded: guardedPlaces(path, own, place) };
}

/** Paths by which another file than this one would be the roadmap the next time (I11). */
function guardedPlaces(path: string, own: TargetSettings, { roadmap, source }: Place): string[] {
  if (!isFileSource(source.kind)) return [];
  const written = own.source?.path ?? own.roadmap;
  if (written !== undefined) {
    const link = linkIn(path, inTarget(path, written, "roadmap"));
    return link === null ? [] : [link];
  }
  const lists = source.kind === "markdown" ? LIST_PLACES : [];
  const places = [...ROADMAP_PLACES, ...lists];
  const at = places.findIndex((place) => followed(path, place) === roadmap);
  const before = places.slice(0, at === -1 ? places.length : at + 1);
  return before.map((name) => linkIn(path, name) ?? name).filter((name) => name !== roadmap);
}

function placeOf(path: string, own: TargetSettings, key: string, warnings: string[]): Place {
  if (own.source !== undefined) return configured(path, own.source, own, key);
  if (own.roadmap !== undefined) {
    const roadmap = inTarget(path, own.roadmap, `${key}roadmap`);
    return { roadmap: followed(path, roadmap), source: { kind: kindAt(path, roadmap) } };
  }
  const found = ROADMAP_PLACES.filter((place) => isFile(join(path, place)) && spelled(path, place));
  const [first, ...others] = new Set(found.map((place) => followed(path, place)));
  if (first !== undefined) {
    warnOfOthers(`${key}roadmap`, first, others, warnings);
    return { roadmap: first, source: { kind: "markdown" } };
  }
  const [format, ...more] = foundFormats(path);
  if (format !== undefined) {
    warnOfOthers(
      `${key}roadmap`,
      format.roadmap,
      more.map(({ roadmap }) => roadmap),
      warnings,
    );
    return format;
  }
  const lists = LIST_PLACES.filter((place) => isFile(join(path, place)) && spelled(path, place));
  const list = lists.find((place) => holdsBoxes(join(path, place)));
  if (list !== undefined) return { roadmap: followed(path, list), source: { kind: "markdown" } };
  if (lists[0] !== undefined) {
    const hint = "begin what is work with “- [ ] ”, or name the file: roadmap: PATH";
    warnings.push(`${key}roadmap: ${lists[0]} has no tick box and is not read; ${hint}`);
  }
  return { roadmap: ROADMAP_PLACES[0] ?? "ROADMAP.md", source: { kind: "markdown" } };
}

function configured(path: string, source: SourceSettings, own: TargetSettings, key: string): Place {
  const { kind } = source;
  const missing = (name: string, example: string) =>
    new OrchestratorError("bad-config", `${key}source: ${name} is missing`, { hint: example });
  if (kind === "github") {
    const { repository, api, label } = source;
    if (repository === undefined) {
      throw missing("repository", "source: { kind: github, repository: owner/name }");
    }
    const root = (api ?? GITHUB_API).replace(/\/+$/, "");
    const config: SourceConfig = { kind, repository, api: root, label: label ?? null };
    return { roadmap: `github:${repository}`, source: config };
  }
  if (kind === "command") {
    if (source.run === undefined) throw missing("run", "source: { kind: command, run: ./work.sh }");
    return { roadmap: "command:", source: { kind, run: source.run, write: source.write ?? null } };
  }
  const written = source.path ?? own.roadmap;
  const usual = SOURCE_ROOTS.filter((each) => each.kind === kind).map(({ root }) => root);
  const there = usual.find((root) => statOrNull(join(path, root)) !== null) ?? usual[0];
  const roadmap = written ?? there ?? ROADMAP_PLACES[0] ?? "ROADMAP.md";
  const inside = inTarget(path, roadmap, `${key}source.path`);
  return { roadmap: followed(path, inside), source: { kind } };
}

function inTarget(path: string, written: string, key: string): string {
  const inside = isAbsolute(written) ? relative(path, written) : written;
  return insideTree(inside.split(sep).join("/"), key);
}

/** The format of a configured path: by where it lies, and of a folder by what is in it. */
function kindAt(path: string, roadmap: string): FileSource {
  const plain = roadmap.replace(/^(?:\.\/)+|\/+$/g, "");
  const within = SOURCE_ROOTS.find(
    ({ kind, root }) => plain === root || holdsStatus({ roadmap: root, source: { kind } }, plain),
  );
  if (within !== undefined) return within.kind;
  const real = followed(path, plain);
  if (statOrNull(join(path, real))?.kind !== "directory") return "markdown";
  const kinds = [...new Set(SOURCE_ROOTS.map(({ kind }) => kind))];
  const found = kinds.filter((kind) => hasWork(path, { roadmap: real, source: { kind } }));
  // Kiro's and Spec Kit's folders look alike from outside; only Kiro's own place is Kiro's.
  const telling = found.filter((kind) => kind !== "kiro" || plain.includes(".kiro"));
  return telling[0] ?? found[0] ?? "markdown";
}

/** The place that a path of the file system means: a file, or the folder of a known format. */
export function placeAt(path: string): Place & Pick<TargetConfig, "path"> {
  for (const { kind, root } of SOURCE_ROOTS) {
    const at = `${path}/`.lastIndexOf(`/${root}/`);
    if (at === -1) continue;
    const place = { roadmap: path.slice(at + 1), source: { kind } } as const;
    const isHeld = holdsStatus({ roadmap: root, source: { kind } }, place.roadmap);
    if (place.roadmap === root || isHeld) return { path: path.slice(0, at) || "/", ...place };
  }
  const [folder, name] = [dirname(path), basename(path)];
  return { path: folder, roadmap: name, source: { kind: kindAt(folder, name) } };
}

/** Every known format that a repository has work in, in its usual place. */
export function foundFormats(path: string): readonly Place[] {
  const roots = [...SOURCE_ROOTS, ...ownBacklog(path)];
  return roots
    .filter(({ root }) => spelled(path, root))
    .map(({ kind, root }): Place => ({ roadmap: followed(path, root), source: { kind } }))
    .filter((place) => hasWork(path, place));
}

/** Backlog.md's folder where a project gave it a place of its own; none that leads out of it. */
function ownBacklog(path: string): readonly { readonly kind: FileSource; readonly root: string }[] {
  const text = readTextIfExists(join(path, BACKLOG_SETTINGS)) ?? "";
  const written = /^backlog_directory:[ \t]*(["']?)([^"'#\r\n]+?)\1[ \t]*(?:#.*)?$/m.exec(
    text,
  )?.[2];
  const root = (written ?? "").replace(/^(?:\.\/)+|\/+$/g, "");
  const isOurs = root !== "" && !/^[/\\]|^\.git(?:\/|$)|(?:^|\/)\.\.?(?:\/|$)/.test(root);
  const isUsual = SOURCE_ROOTS.some((each) => each.root === root);
  return isOurs && !isUsual ? [{ kind: "backlog-md", root }] : [];
}

function hasWork(path: string, place: Place): boolean {
  return listSourceFiles({ path, ...place }).holding.length > 0;
}

function warnOfOthers(
  key: string,
  first: string,
  others: readonly string[],
  warnings: string[],
): void {
  if (others.length === 0) return;
  warnings.push(
    `${key}: ${first} is read; ${others.join(", ")} could be meant as well. ` +
      "Say which in orchestrator.yaml: roadmap: PATH",
  );
}

const BOX = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\r\n]?\][ \t]+\S/m;

/** Notes without a tick box are no list of work; what cannot be read is none either. */
function holdsBoxes(path: string): boolean {
  const real = realPathOrNull(path);
  const found = real === null ? null : statOrNull(real);
  if (real === null || found?.kind !== "file" || found.size > LIMITS.roadmapBytesMax) return false;
  try {
    return BOX.test(readTextIfExists(real) ?? "");
  } catch {
    return false;
  }
}

/** Where case does not matter, `ROADMAP.md` and `roadmap.md` are one file: take the real name. */
function spelled(path: string, place: string): boolean {
  const steps = place.split("/");
  return steps.every((step, index) => listDir(join(path, ...steps.slice(0, index))).includes(step));
}

export function isFile(path: string): boolean {
  const real = realPathOrNull(path);
  return real !== null && statOrNull(real)?.kind === "file";
}
