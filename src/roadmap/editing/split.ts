import { LIMITS, ok, type Result, type SplitPart, type StreamId } from "../../model/index.ts";
import { appendWorkStream } from "./append.ts";
import { addDependencies, onlyStream } from "./depend.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import { plainText } from "../prose.ts";
import type { ParsedStream } from "../types.ts";
import { type EditRefusal, refuseEdit } from "./refusal.ts";

/**
 * Smaller work streams in place of a large one: by the titles given, else by its open tasks, its
 * open criteria, or the files it names. They are done one after another, the whole waits for them
 * all, and what it waited for they wait for.
 */
export function proposeSplit(
  text: string,
  id: StreamId,
  titles: readonly string[],
  options: ParseOptions = {},
): Result<readonly SplitPart[], EditRefusal> {
  const roadmap = parseRoadmap(text, options);
  const found = onlyStream(roadmap, id);
  if (!found.ok) return found;
  const whole = found.value;
  const pieces = titles.length > 0 ? titles.map(pieceOf) : piecesOf(whole);
  if (pieces.length < 2) {
    return refuseEdit(`${id} names no two tasks, criteria or files that it could be divided by`);
  }
  const parts = pieces.map((piece) => ({ ...piece, files: filesOf(whole, pieces, piece) }));
  let refused = refuseEdit(`${id} cannot be divided`);
  for (const naming of NAMINGS) {
    const named = nameParts(whole, parts, naming);
    const applied = applySplit(text, id, named, options);
    if (applied.ok) return ok(named);
    refused = applied;
  }
  return refused;
}

/** The text with the parts behind the whole, which waits for them; as it is where it has them. */
export function applySplit(
  text: string,
  id: StreamId,
  parts: readonly SplitPart[],
  options: ParseOptions = {},
): Result<string, EditRefusal> {
  const roadmap = parseRoadmap(text, options);
  const found = onlyStream(roadmap, id);
  if (!found.ok) return found;
  const whole = found.value;
  let edited = text;
  let after = id;
  for (const part of parts) {
    const known = roadmap.workStreams.find((stream) => stream.id === part.id);
    if (known === undefined) {
      const written = appendWorkStream(edited, { ...workOf(whole, part), after }, options);
      if (!written.ok) return written;
      edited = written.value.text;
    } else if (known.title !== plainText(part.title)) {
      return refuseEdit(`there is a work stream ${part.id} already`);
    }
    after = part.id;
  }
  const ids = parts.map((part) => part.id);
  return addDependencies(edited, id, ids, options);
}

interface Piece {
  readonly title: string;
  readonly tasks: readonly string[];
}

function pieceOf(title: string): Piece {
  return { title: titleOf(title), tasks: [] };
}

/** The first of these that there are two of. */
function piecesOf({ title, tasks, acceptance, files }: ParsedStream): readonly Piece[] {
  for (const items of [tasks, acceptance]) {
    const open = items.filter(({ done }) => !done).map(({ text }) => text);
    if (open.length >= 2) return gather(open);
  }
  return gather(files.map((file) => `${title}: ${file}`)).map(({ title: named }) => pieceOf(named));
}

/** One piece an item; where there are too many, neighbours together. */
function gather(items: readonly string[]): readonly Piece[] {
  const size = Math.ceil(items.length / LIMITS.splitPartsMax);
  const pieces: Piece[] = [];
  for (let at = 0; at < items.length; at += size) {
    const tasks = items.slice(at, at + size).map(plainText);
    const more = tasks.length > 1 ? ` (and ${tasks.length - 1} more)` : "";
    pieces.push({ title: titleOf(tasks[0] ?? "") + more, tasks });
  }
  return pieces;
}

const TITLE_CHARS = 100;

function titleOf(text: string): string {
  const plain = plainText(text.replace(/\s+/g, " ")).replace(/[.:;,]+$/, "");
  if (plain.length <= TITLE_CHARS) return plain;
  return `${plain.slice(0, TITLE_CHARS).replace(/\s+\S*$/, "")} …`;
}

/** Files of the whole that a piece speaks of; those that nobody speaks of are everybody's. */
function filesOf(
  { files }: ParsedStream,
  pieces: readonly Piece[],
  piece: Piece,
): readonly string[] {
  const speaksOf = ({ title, tasks }: Piece, file: string) =>
    [title, ...tasks].some((text) => text.includes(file) || text.includes(lastName(file)));
  return files.filter(
    (file) => speaksOf(piece, file) || !pieces.some((other) => speaksOf(other, file)),
  );
}

function lastName(path: string): string {
  return path.slice(path.replace(/\/$/, "").lastIndexOf("/") + 1);
}

type Naming = (whole: StreamId, number: number) => StreamId;

/** `1.2.1`, or where that is no id here, `REQ-042-1`. */
const NAMINGS: readonly Naming[] = [
  (whole, number) => `${whole}.${number}`,
  (whole, number) => `${whole}-${number}`,
];

function nameParts(
  { id, dependsOn }: ParsedStream,
  pieces: readonly (Piece & { readonly files: readonly string[] })[],
  naming: Naming,
): readonly SplitPart[] {
  return pieces.map((piece, place) => ({
    ...piece,
    id: naming(id, place + 1),
    dependsOn: place === 0 ? dependsOn : [naming(id, place)],
  }));
}

function workOf(whole: ParsedStream, part: SplitPart) {
  return {
    id: part.id,
    title: part.title,
    priority: part.priority ?? whole.priority,
    ...(part.effort === undefined ? {} : { effort: part.effort }),
    dependsOn: part.dependsOn,
    files: part.files,
    acceptance: part.tasks,
  };
}
