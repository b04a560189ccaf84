import { join } from "node:path";
import type { ObjectId } from "../../model/index.ts";
import { listDir, pathExists, readIfExists } from "../../platform/index.ts";
import { rawPath, shownPath } from "./git.ts";
import { readRaw, stampOf } from "../raw-files.ts";

const OID = /^([0-9a-f]{40}(?:[0-9a-f]{24})?)\s*$/;
const SYMBOLIC = /^ref: (refs\/[^\n]+?)\s*$/;
/** What git allows in a name of a ref, and a little less. */
const NAME = /^refs(?:\/(?!\.)(?:(?!\.\.|@\{)[^\p{Cc} ~^:?*[\\/\ufffd])+(?<!\.lock|\.))+$/u;
const LOOSE_BYTES_MAX = 4096;
const HOPS_MAX = 5;
/** Beyond it git, which need not read the whole file, is faster. */
const PACKED_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Refs of a repository below the given names, by full name and in the order of their names, read from
 * its files as git does: first those that have one of their own, then `packed-refs`, so that one
 * that is packed meanwhile is found in either. Null when anything is unusual: then git is to say.
 */
export function readRefFiles(
  commonDir: string,
  below: readonly string[],
): Map<string, ObjectId> | null {
  // Another store of refs leaves only a stand-in in their place.
  if (pathExists(join(commonDir, "reftable"))) return null;
  const loose = new Map<string, string>();
  if (!below.every((name) => readLoose(commonDir, name, loose))) return null;
  const bytes = readIfExists(join(commonDir, "packed-refs"));
  if (bytes !== null && bytes.length > PACKED_BYTES_MAX) return null;
  const packed = bytes?.toString("latin1") ?? "";
  const found = new Map<string, ObjectId>();
  for (const name of below) findPacked(packed, name, found);
  for (const [name, value] of loose) {
    const oid = resolve(commonDir, packed, value);
    if (oid === null) return null;
    found.set(name, oid);
  }
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, oid]) => [shownPath(name), oid] as const),
  );
}

/** Adds what `name` is, a ref or a directory of them; raw names. False when only git can tell. */
function readLoose(commonDir: string, name: string, found: Map<string, string>): boolean {
  if (!NAME.test(name)) return false;
  const path = rawPath(join(commonDir, name));
  const kind = stampOf(path)?.kind;
  if (kind === undefined) return true;
  if (kind === "directory") {
    const names = listDir(join(commonDir, name)).filter((entry) => !entry.endsWith(".lock"));
    return names.every((entry) => readLoose(commonDir, `${name}/${entry}`, found));
  }
  const bytes = kind === "file" ? readRaw(path, LOOSE_BYTES_MAX) : null;
  // Gone between the look and the reading: deleted, or packed.
  if (bytes === null) return stampOf(path) === null;
  found.set(rawPath(name), bytes.toString("latin1"));
  return true;
}

function resolve(commonDir: string, packed: string, first: string): ObjectId | null {
  let value = first;
  for (let hops = 0; hops <= HOPS_MAX; hops++) {
    const oid = OID.exec(value)?.[1];
    if (oid !== undefined) return oid;
    const name = shownPath(SYMBOLIC.exec(value)?.[1] ?? "");
    if (!NAME.test(name)) return null;
    const found = new Map<string, string>();
    findPacked(packed, name, found);
    if (!readLoose(commonDir, name, found)) return null;
    const next = found.get(rawPath(name));
    if (next === undefined) return null;
    value = next;
  }
  return null;
}

/** Lines of `packed-refs` about `name` and what is below it; peeled tags have no name and none. */
function findPacked(packed: string, name: string, found: Map<string, string>): void {
  const wanted = rawPath(name);
  for (let at = packed.indexOf(` ${wanted}`); at >= 0; at = packed.indexOf(` ${wanted}`, at + 1)) {
    const end = packed.indexOf("\n", at);
    const full = packed.slice(at + 1, end < 0 ? packed.length : end);
    if (full !== wanted && !full.startsWith(`${wanted}/`)) continue;
    const oid = OID.exec(packed.slice(packed.lastIndexOf("\n", at) + 1, at))?.[1];
    if (oid !== undefined) found.set(full, oid);
  }
}
