import { join } from "node:path";
import {
  type BuiltInGate,
  type GateResult,
  matchesAny,
  slug,
  unreachable,
} from "../model/index.ts";
import { readTextIfExists, realPath, statOrNull } from "../platform/index.ts";
import { blank } from "./command.ts";
import { findOpenBoxes } from "./open-boxes.ts";
import type { GateRequest } from "./types.ts";

/** A built-in check's answer: its result, and what a person must agree to. */
export interface BuiltInAnswer {
  readonly result: GateResult;
  readonly needsPerson: readonly string[];
}

const MARKDOWN_BYTES_MAX = 1024 * 1024;
const LISTED_MAX = 20;

/** Checks that need no command. On the branch itself, where nothing changed, there is no subject. */
export function runBuiltIn(name: string, gate: BuiltInGate, request: GateRequest): BuiltInAnswer {
  const changed = request.changedFiles;
  if (changed === null) return skipped(name, "there is no change to look at");
  const files = changed.filter((file) => file !== request.roadmap);
  switch (gate) {
    case "non-empty":
      return files.length > 0 ? passed(name) : failed(name, "nothing was changed", []);
    case "git-clean":
      return checkClean(name, request.uncommitted ?? []);
    case "dev-log":
      return checkDevLog(name, files, request);
    case "open-checkboxes":
      return checkBoxes(name, files, request);
    case "roadmap-criteria":
      return checkCriteria(name, request);
    case "protected-paths":
      return checkProtected(name, files, request);
    default:
      return unreachable(gate);
  }
}

function checkClean(name: string, uncommitted: readonly string[]): BuiltInAnswer {
  if (uncommitted.length === 0) return passed(name);
  const what = uncommitted.length === 1 ? "a change was" : `${uncommitted.length} changes were`;
  return failed(name, `${what} left uncommitted`, uncommitted);
}

function checkDevLog(
  name: string,
  files: readonly string[],
  { devlog, stream }: GateRequest,
): BuiltInAnswer {
  if (devlog === undefined || devlog === null) return skipped(name, "no dev-log folder is set");
  const folder = devlog.replace(/^\.\//, "").replace(/\/+$/, "");
  if (files.some((file) => file.startsWith(`${folder}/`))) return passed(name);
  const example = stream === null ? "" : `, for instance ${folder}/${slug(stream.id)}.md`;
  return failed(name, `there is no dev-log entry in ${folder}${example}`, []);
}

/** Changed Markdown that still lists something as unverified: a "done" that is none. */
function checkBoxes(name: string, files: readonly string[], request: GateRequest): BuiltInAnswer {
  const open = files
    .filter((file) => /\.(?:md|markdown|mdx)$/i.test(file))
    .flatMap((file) => {
      const text = readInside(request.path, file);
      if (text === null) return [];
      return findOpenBoxes(text).map((box) => `${file}:${box.line}: [ ] ${box.text}`);
    });
  if (open.length === 0) return passed(name);
  return failed(name, `${open.length} boxes in verification sections are open`, open);
}

/** The text of a plain file of the tree; null for links, folders, absent and huge files. */
function readInside(root: string, file: string): string | null {
  const path = join(root, file);
  if (file.split("/").includes("..")) return null;
  const found = statOrNull(path);
  if (found === null || found.kind !== "file" || found.size > MARKDOWN_BYTES_MAX) return null;
  return realPath(path) === join(realPath(root), file) ? readTextIfExists(path) : null;
}

/**
 * Criteria are ticked in the roadmap, which is not the agent's to edit: open ones are a question
 * to a person, never a reason to send the work back.
 */
function checkCriteria(name: string, { stream }: GateRequest): BuiltInAnswer {
  if (stream === null) return skipped(name, "the roadmap no longer holds this work stream");
  const open = stream.acceptance.filter((one) => !one.done);
  if (open.length === 0) return passed(name);
  const lines = open.slice(0, LISTED_MAX).map((one) => `criterion not ticked: ${one.text}`);
  const reason = `${open.length} of ${stream.acceptance.length} criteria wait for a person`;
  return { result: { ...blank(name), verdict: "passed", reason }, needsPerson: lines };
}

/** Names what is touched. The question to a person is asked once, of every landing (decision 13). */
function checkProtected(
  name: string,
  files: readonly string[],
  { protectedPaths = [] }: GateRequest,
): BuiltInAnswer {
  const touched = files.filter((file) => matchesAny(file, protectedPaths));
  if (touched.length === 0) return passed(name);
  const reason = `${touched.length} protected paths wait for a person`;
  return {
    result: { ...blank(name), verdict: "passed", reason, excerpt: listOf(touched) },
    needsPerson: [],
  };
}

function passed(name: string): BuiltInAnswer {
  return { result: { ...blank(name), verdict: "passed" }, needsPerson: [] };
}

function skipped(name: string, reason: string): BuiltInAnswer {
  return { result: { ...blank(name), reason }, needsPerson: [] };
}

function failed(name: string, reason: string, lines: readonly string[]): BuiltInAnswer {
  const result = { ...blank(name), verdict: "failed", reason, excerpt: listOf(lines) } as const;
  return { result, needsPerson: [] };
}

function listOf(lines: readonly string[]): string {
  const shown = lines.slice(0, LISTED_MAX).map((line) => line.slice(0, 300));
  const more = lines.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}
