import { LIMITS, ok, type Result, type SplitPart, type StreamId } from "../../model/index.ts";
import { appendWorkStream } from "./append.ts";
import { type ParseOptions, parseRoadmap } from "../parse.ts";
import { plainText } from "../prose.ts";
import { parseRequirement, type Requirement } from "../reading/requirements.ts";
import { type EditRefusal, refuseEdit } from "./refusal.ts";

/**
 * New work streams for a roadmap, out of what an agent wrote (JSON, as `orchestrator schema
 * requirement` describes it). Its ids are labels by which its entries name one another: the roadmap
 * gives its own. What cannot be written as it is meant is refused as a whole.
 */
export function proposeAdditions(
  text: string,
  written: string,
  options: ParseOptions = {},
): Result<readonly SplitPart[], EditRefusal> {
  const read = readWritten(written);
  if (!read.ok) return read;
  const known = parseRoadmap(text, options).workStreams.map(({ id }) => id);
  const ordered = inOrder(read.value, new Set(known));
  if (!ordered.ok) return ordered;
  let edited = text;
  const named = new Map<StreamId, StreamId>();
  const parts: SplitPart[] = [];
  for (const one of ordered.value) {
    const dependsOn = one.dependencies.map((id) => named.get(id) ?? id);
    const work = workOf({ ...one, dependsOn, tasks: one.acceptanceCriteria });
    const appended = appendWorkStream(edited, work, options);
    if (!appended.ok) return appended;
    edited = appended.value.text;
    named.set(one.id, appended.value.id);
    const { title, files, priority, effort, acceptanceCriteria: tasks } = one;
    const sized = effort === null ? {} : { effort };
    parts.push({ id: appended.value.id, title, tasks, files, dependsOn, priority, ...sized });
  }
  return ok(parts);
}

/** The text with these work streams in it; as it is where it has them (law I9). */
export function applyAdditions(
  text: string,
  parts: readonly SplitPart[],
  options: ParseOptions = {},
): Result<string, EditRefusal> {
  let edited = text;
  for (const part of parts) {
    const { workStreams } = parseRoadmap(edited, options);
    const known = workStreams.find((stream) => stream.id === part.id);
    if (known !== undefined && known.title !== plainText(part.title)) {
      return refuseEdit(`there is a work stream ${part.id} by now`);
    }
    if (known !== undefined) continue;
    const gone = part.dependsOn.find((id) => workStreams.every((stream) => stream.id !== id));
    if (gone !== undefined) return refuseEdit(`${part.id} waits for ${gone}, which is gone`);
    const written = appendWorkStream(edited, { id: part.id, ...workOf(part) }, options);
    if (!written.ok) return written;
    edited = written.value.text;
  }
  return ok(edited);
}

function readWritten(written: string): Result<readonly Requirement[], EditRefusal> {
  let json: unknown;
  try {
    json = JSON.parse(written.replace(/^\uFEFF/, ""));
  } catch {
    return refuseEdit("what the agent wrote is not JSON");
  }
  const read = parseRequirement(json);
  if (!read.ok) return refuseEdit(`${read.error.path || "the proposal"}: ${read.error.message}`);
  const { value } = read;
  const most = LIMITS.proposedStreamsMax;
  if (value.length === 0) return refuseEdit("the agent proposes no work stream");
  if (value.length > most)
    return refuseEdit(`${value.length} work streams are too many: ${most} at most`);
  const clean = value.map(cleaned);
  const twin = value.find((one, at) => value.findIndex(({ id }) => id === one.id) !== at);
  return twin === undefined
    ? ok(clean)
    : refuseEdit(`two of the work streams are called ${twin.id}`);
}

/** One line each, without what would move a terminal's cursor. */
function cleaned(one: Requirement): Requirement {
  const plain = (text: string) =>
    text
      .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
      .trim()
      .slice(0, LIMITS.titleCharsMax);
  return {
    ...one,
    title: plain(one.title),
    files: one.files.map(plain),
    acceptanceCriteria: one.acceptanceCriteria.map(plain),
  };
}

/** Whatever one waits for comes before it, else as written. */
function inOrder(
  written: readonly Requirement[],
  known: ReadonlySet<StreamId>,
): Result<readonly Requirement[], EditRefusal> {
  const own = new Set(written.map(({ id }) => id));
  for (const { title, dependencies } of written) {
    const lost = dependencies.find((id) => !own.has(id) && !known.has(id));
    if (lost !== undefined) return refuseEdit(`“${title}” waits for ${lost}, which is nowhere`);
  }
  const placed = new Set<StreamId>();
  const ordered: Requirement[] = [];
  while (ordered.length < written.length) {
    const next = written.find(
      ({ id, dependencies }) =>
        !placed.has(id) && dependencies.every((each) => !own.has(each) || placed.has(each)),
    );
    if (next === undefined) return refuseEdit("the work streams wait for one another in a circle");
    placed.add(next.id);
    ordered.push(next);
  }
  return ok(ordered);
}

function workOf(
  part: Pick<SplitPart, "title" | "files" | "dependsOn" | "tasks"> & {
    readonly priority?: Requirement["priority"];
    readonly effort?: Requirement["effort"];
  },
) {
  return {
    title: part.title,
    dependsOn: part.dependsOn,
    files: part.files,
    acceptance: part.tasks,
    ...(part.priority === undefined ? {} : { priority: part.priority }),
    ...(part.effort === undefined || part.effort === null ? {} : { effort: part.effort }),
  };
}
