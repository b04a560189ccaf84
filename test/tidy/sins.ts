import { readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { type ImportOf, importsOf, lineAt, readSource, type Source } from "./source.ts";
import { type Room, readRooms } from "./rooms.ts";

/** A rule of the house that a file breaks. */
export interface Sin {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly what: string;
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly source: Source;
  readonly imports: readonly ImportOf[];
  readonly room: Room | null;
  readonly isTest: boolean;
}

const LINES_MAX = 400;
const TEST_LINES_MAX = 700;

/** Files that were longer when the rule came; a number here may only go down. */
const LONG_FILES: Readonly<Record<string, number>> = {};

/** Only these read the environment themselves; everybody else is given it. */
const READS_ENVIRONMENT = /^src\/platform\/|^src\/faces\/cli\/main\.ts$/;

const VAGUE_NAMES = /(^|[-.])(managers?|helpers?|utils?|services?|handlers?)([-.]|$)/;

/** Everything that breaks a rule in the given files (paths from `root`), in order. */
export function findSins(root: string, paths: readonly string[]): readonly Sin[] {
  const rooms = readRooms(root);
  const files = paths
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFile(root, path, rooms));
  const packages = packagesOf(root);
  return [
    ...files.flatMap((file) => [
      ...importSins(file, rooms),
      ...packageSins(file, packages),
      ...wordSins(file),
      ...shapeSins(file),
      ...doorSins(file),
    ]),
    ...cycleSins(files),
    ...paths.flatMap((path) => placeSins(root, path)),
  ];
}

function readFile(root: string, path: string, rooms: readonly Room[]): SourceFile {
  const source = readSource(readFileSync(join(root, path), "utf8"));
  return {
    path,
    source,
    imports: importsOf(source),
    room: roomAt(path, rooms),
    isTest: /\.(test|fixture)\.ts$/.test(path),
  };
}

/** `src/index.ts` is a room of its own, `sim/` too when the table has it. */
function roomAt(path: string, rooms: readonly Room[]): Room | null {
  const name = path.startsWith("src/") ? (path.split("/")[1] ?? "") : (path.split("/")[0] ?? "");
  return rooms.find((room) => room.name === name) ?? null;
}

function importSins(file: SourceFile, rooms: readonly Room[]): Sin[] {
  const { path, room } = file;
  if (path.startsWith("src/") && room === null) {
    return [{ file: path, line: 1, rule: "room", what: "is in no room of ARCHITECTURE.md" }];
  }
  if (room === null) return [];
  return file.imports.flatMap(({ specifier, line }) => {
    if (!specifier.startsWith(".")) return [];
    const target = posix.normalize(posix.join(posix.dirname(path), specifier));
    const other = roomAt(target, rooms);
    const sin = (rule: string, what: string): Sin[] => [{ file: path, line, rule, what }];
    if (!specifier.endsWith(".ts")) return sin("extension", `${specifier} has no .ts`);
    if (other === room) return [];
    if (other === null) return sin("direction", `${target} is in no room`);
    if (!room.mayImport.includes(other.name)) {
      return sin("direction", `${room.name} may not import ${other.name}`);
    }
    // What tests of a lower room are set up with serves the tests of the rooms above it.
    if (file.isTest && target.endsWith(".fixture.ts")) return [];
    const door = other.name === "index.ts" ? "src/index.ts" : `src/${other.name}/index.ts`;
    return target === door ? [] : sin("door", `${target}: a room is entered by its index.ts`);
  });
}

function packageSins(file: SourceFile, listed: ReadonlySet<string>): Sin[] {
  const { room, isTest, path } = file;
  return file.imports.flatMap(({ specifier, line }) => {
    if (specifier.startsWith(".") || specifier === "") return [];
    const name = specifier.startsWith("node:") ? specifier : packageName(specifier);
    if (!name.startsWith("node:") && !listed.has(name)) {
      return [{ file: path, line, rule: "package", what: `${name} is not in package.json` }];
    }
    if (room === null || isTest || allows(room, name)) return [];
    const what = `${name} is not in the packages of ${room.name}`;
    return [{ file: path, line, rule: "package", what }];
  });
}

function allows(room: Room, name: string): boolean {
  return room.packages.some(
    (each) => each === name || (each === "node:*" && name.startsWith("node:")),
  );
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

interface Word {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly where: "code" | "comments" | "text";
  readonly applies: (file: SourceFile) => boolean;
}

const inPureRoom = (file: SourceFile) => file.room?.kind === "pure" && !file.isTest;
const inSource = (file: SourceFile) => file.path.startsWith("src/") && !file.isTest;

const WORDS: readonly Word[] = [
  {
    rule: "pure",
    pattern:
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|(?<![.\w])(crypto|process|performance)\./g,
    where: "code",
    applies: inPureRoom,
  },
  {
    rule: "pure",
    pattern: /\.(localeCompare|toLocale\w+)\b|\bIntl\./g,
    where: "code",
    applies: inPureRoom,
  },
  { rule: "pure", pattern: /\basync\b|\bawait\b|\bPromise\b/g, where: "code", applies: inPureRoom },
  {
    rule: "environment",
    pattern: /\bprocess\.(env|platform)\b/g,
    where: "code",
    applies: (file) => inSource(file) && !READS_ENVIRONMENT.test(file.path),
  },
  {
    rule: "unfinished",
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/g,
    where: "comments",
    applies: () => true,
  },
  {
    rule: "silenced",
    pattern: /@ts-(ignore|expect-error|nocheck)/g,
    where: "comments",
    applies: () => true,
  },
  { rule: "silenced", pattern: /\bas any\b/g, where: "code", applies: () => true },
  {
    rule: "left-out test",
    pattern: /\b(it|test|describe|suite)\.(only|skip|todo)\b|\b(fdescribe|xit|xdescribe)\(/g,
    where: "code",
    applies: (file) => file.isTest,
  },
  {
    rule: "mock",
    pattern: /\bvi\.(mock|fn|spyOn|doMock|stubGlobal)\b/g,
    where: "code",
    applies: (file) => file.isTest,
  },
];

function wordSins(file: SourceFile): Sin[] {
  return WORDS.filter((word) => word.applies(file)).flatMap(({ rule, pattern, where }) =>
    [...file.source[where].matchAll(pattern)].map((match) => ({
      file: file.path,
      line: lineAt(file.source.text, match.index),
      rule,
      what: match[0],
    })),
  );
}

function shapeSins(file: SourceFile): Sin[] {
  const { path, source, isTest } = file;
  const sins: Sin[] = [];
  const name = basename(path);
  const sin = (line: number, rule: string, what: string) =>
    sins.push({ file: path, line, rule, what });
  if (VAGUE_NAMES.test(name)) sin(1, "name", `${name} says nothing; name what it is about`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|fixture|config))?\.ts$/.test(name))
    sin(1, "name", `${name} is no kebab-case`);
  const lines = source.text.split("\n").length - 1;
  const linesMax = LONG_FILES[path] ?? (isTest ? TEST_LINES_MAX : LINES_MAX);
  if (lines > linesMax) sin(linesMax, "length", `${lines} lines; ${linesMax} may be`);
  if (isTest) sins.push(...titleSins(file));
  return sins;
}

/** Doors list names and nothing else: the build looks through them (scripts/doors.mjs). */
function doorSins({ path, source }: SourceFile): Sin[] {
  if (!/^src\/([^/]+\/)?index\.ts$/.test(path)) return [];
  const rest = source.code.replace(/\bexport (type )?\{[^}]*\} from (["']) *\2;/g, (found) =>
    found.replace(/[^\n]/g, " "),
  );
  const at = rest.search(/\S/);
  if (at === -1) return [];
  const line = lineAt(source.text, at);
  return [{ file: path, line, rule: "door", what: "a door holds `export { names } from` alone" }];
}

/** Two tests of one title cannot be told apart in a report. */
function titleSins({ path, source }: SourceFile): Sin[] {
  const seen = new Map<string, number>();
  const sins: Sin[] = [];
  for (const match of source.code.matchAll(/\b(?:it|test)\(\s*(["'`])( *)\1/g)) {
    const end = match.index + match[0].length - 1;
    const title = source.text.slice(end - (match[2] ?? "").length, end);
    const line = lineAt(source.text, match.index);
    const first = seen.get(title);
    if (first === undefined) seen.set(title, line);
    else
      sins.push({ file: path, line, rule: "title", what: `"${title}" is also on line ${first}` });
  }
  return sins;
}

/** Files that need one another to be loaded first; types and lazy imports make no cycle. */
function cycleSins(files: readonly SourceFile[]): Sin[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, "open" | "done">();
  const sins: Sin[] = [];
  const visit = (file: SourceFile, trail: readonly string[]) => {
    state.set(file.path, "open");
    for (const { specifier, line, typeOnly, lazy } of file.imports) {
      if (typeOnly || lazy || !specifier.startsWith(".")) continue;
      const next = byPath.get(posix.normalize(posix.join(dirname(file.path), specifier)));
      if (next === undefined) continue;
      if (state.get(next.path) === "open") {
        const ring = [...trail.slice(trail.indexOf(next.path)), next.path].join(" → ");
        sins.push({ file: file.path, line, rule: "cycle", what: ring });
      } else if (!state.has(next.path)) visit(next, [...trail, next.path]);
    }
    state.set(file.path, "done");
  };
  for (const file of files) if (!state.has(file.path)) visit(file, [file.path]);
  return sins;
}

/**
 * Places of one machine, which mean nothing to whoever clones this: home directories, folders of a
 * build machine, hosts of a private registry. The text is searched whole, strings and all.
 */
const PLACES = [
  /(?<![\w./~-])\/(?:home|Users)\/(?!(?:me|you|user|runner)\b)[a-z][\w.-]*\//g,
  /(?<![\w./~-])\/root\/[\w.-]+/g,
  new RegExp(`(?<![\\w.-])/${"work"}/(?:main|shared|[.]\\w+)\\b`, "g"),
  new RegExp(`(?<![\\w.-])/${"tmp"}/(?:briefs|bash_jobs)\\b`, "g"),
  /https?:\/\/(?:[\w-]+\.)*(?:artifactory|nexus|verdaccio|npm-proxy|registry-mirror)[\w.-]*/g,
  /https?:\/\/(?:localhost|127\.0\.0\.1|10\.\d+\.\d+\.\d+)(?::\d+)?\/(?:repository|npm)\b/g,
];

const TEXT_FILE = /\.(ts|mjs|js|json|md|yaml|yml|sql|sh|txt|tape|svg)$|(^|\/)\.?[A-Za-z]+$/;

function placeSins(root: string, path: string): Sin[] {
  if (!TEXT_FILE.test(path)) return [];
  const text = readFileSync(join(root, path), "utf8");
  return PLACES.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      file: path,
      line: lineAt(text, match.index),
      rule: "machine",
      what: match[0],
    })),
  );
}

function packagesOf(root: string): ReadonlySet<string> {
  const text = readFileSync(join(root, "package.json"), "utf8");
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as {
    readonly dependencies?: object;
    readonly devDependencies?: object;
  };
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
}
