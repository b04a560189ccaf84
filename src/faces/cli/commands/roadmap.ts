import { resolve } from "node:path";
import type { ReadRoadmap } from "../../../daemon/index.ts";
import { lookOutside, readRoadmapFile, replaceRoadmap } from "../../../daemon/index.ts";
import type { Diagnostic, WorkStream } from "../../../model/index.ts";
import { EXIT, OrchestratorError, SELF_TARGET, STREAM_STATUSES } from "../../../model/index.ts";
import { nowMs, placeAt } from "../../../platform/index.ts";
import type { EditRefusal, SettableStatus } from "../../../roadmap/index.ts";
import { fileEdits, findStreams, setStatus, toWorkStream } from "../../../roadmap/index.ts";
import { alignRows, columnsOf, fit } from "../../text/width.ts";
import { safeText } from "../../text/safe.ts";
import { count, nearest, streamLabel } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { parseCount } from "../options/quantity.ts";
import { requireTrust } from "../running/trusting.ts";

interface FileOption {
  readonly file?: string;
}

interface SetOptions extends FileOption {
  readonly by?: string;
  readonly line?: number;
}

export const roadmap: Face = (command, on) => {
  command
    .command("show")
    .description("the work streams as they were read")
    .option("--file <path>", "read this file instead of the configured roadmap")
    .action(on((context, options: FileOption) => show(context, options)));
  command
    .command("lint")
    .description("what is wrong with the roadmap; exits 3 on errors")
    .option("--file <path>", "read this file instead of the configured roadmap")
    .action(on((context, options: FileOption) => lint(context, options)));
  command
    .command("refresh")
    .description("look at work that is kept elsewhere: GitHub issues, or what a program lists")
    .option("--trust", "for this once, run what the repository's settings name")
    .action(on((context, options: { readonly trust?: boolean }) => refresh(context, options)));
  command
    .command("set")
    .description("change a work stream's status, and nothing else in the file")
    .argument("<id>", "work stream")
    .argument("<status>", `status=${STREAM_STATUSES.slice(0, 4).join("|")}|…`)
    .option("--file <path>", "edit this file instead of the configured roadmap")
    .option("--line <number>", "of the heading, when several have this id", parseCount)
    .option("--by <name>", "who did it, where the roadmap has a place for that")
    .action(
      on((context, id: string, status: string, options: SetOptions) =>
        set(context, id, status, options),
      ),
    );
};

/** Reads `--file`, needing no repository, or the target's roadmap. */
function readAny(context: Context, { file }: FileOption): ReadRoadmap {
  if (file === undefined) return readRoadmapFile(targetIn(context, workplaceOf(context)));
  return readRoadmapFile({ id: SELF_TARGET, ...placeAt(resolve(context.cwd, file)) });
}

async function refresh(context: Context, options: { readonly trust?: boolean }): Promise<Answer> {
  const place = workplaceOf(context);
  const target = targetIn(context, place);
  requireTrust(place, options.trust === true);
  await lookOutside(target);
  return show(context, {});
}

function show(context: Context, options: FileOption): Answer {
  const { path, roadmap: parsed } = readAny(context, options);
  const workStreams = parsed.workStreams.map(toWorkStream);
  return {
    schema: "roadmap-show",
    data: {
      file: path,
      dialect: parsed.dialect,
      workStreams,
      diagnostics: parsed.diagnostics,
    },
    text: [
      ...alignRows(rowsOf(workStreams, context.terminal.columns)),
      ...(workStreams.length === 0 ? [] : [""]),
      summary(workStreams),
    ].join("\n"),
    warnings: parsed.diagnostics.map(diagnosticText),
  };
}

/** Ids made of titles are long, and this is where they are looked up: they are cut last. */
const ID_COLUMNS = { usual: 24, most: 50 } as const;

function rowsOf(streams: readonly WorkStream[], columns: number): string[][] {
  let widest: number = ID_COLUMNS.usual;
  for (const { id } of streams) widest = Math.max(widest, columnsOf(safeText(id)));
  const wide = Math.min(widest, ID_COLUMNS.most);
  return streams.map((stream) => row(stream, columns, wide));
}

function row(stream: WorkStream, columns: number, wide: number): string[] {
  const done = stream.tasks.filter((task) => task.done).length;
  const notes = [
    stream.priority === "medium" ? "" : stream.priority,
    stream.effort ?? "",
    stream.tasks.length === 0 ? "" : `${done}/${stream.tasks.length} tasks`,
    stream.assignee === null ? "" : `by ${safeText(stream.assignee)}`,
    stream.blockedBy.length === 0 ? "" : `waits for ${stream.blockedBy.map(safeText).join(", ")}`,
  ].filter((note) => note !== "");
  return [
    fit(safeText(stream.id), wide),
    stream.available ? "ready" : stream.status.replaceAll("_", " "),
    fit(safeText(stream.title), Math.max(20, columns - 26 - wide)),
    fit(notes.join(" · "), 60),
  ];
}

function summary(streams: readonly WorkStream[]): string {
  const complete = streams.filter((stream) => stream.status === "complete").length;
  const ready = streams.filter((stream) => stream.available).length;
  return `${count(streams.length, "work stream")}: ${complete} complete, ${ready} ready`;
}

function diagnosticText(diagnostic: Diagnostic): string {
  const file = diagnostic.file === undefined ? "" : `${safeText(diagnostic.file)}: `;
  const place = file + (diagnostic.line > 0 ? `line ${diagnostic.line}: ` : "");
  return `${place}${diagnostic.message} [${diagnostic.code}]`;
}

function lint(context: Context, options: FileOption): Answer {
  const { path, roadmap: parsed } = readAny(context, options);
  const errors = parsed.diagnostics.filter((each) => each.severity === "error");
  const lines = parsed.diagnostics.map(
    (each) =>
      `${safeText(each.file ?? path)}:${Math.max(1, each.line)}: ${each.severity}: ${safeText(each.message)} [${each.code}]`,
  );
  const summaryLine = `${count(parsed.workStreams.length, "work stream")}, ${count(errors.length, "error")}, ${count(parsed.diagnostics.length - errors.length, "warning")}`;
  const answer: Answer = {
    schema: "roadmap-lint",
    data: {
      file: path,
      dialect: parsed.dialect,
      workStreams: parsed.workStreams.length,
      diagnostics: parsed.diagnostics,
    },
    text: [...lines, summaryLine].join("\n"),
  };
  if (errors.length === 0) return answer;
  return {
    ...answer,
    exit: EXIT.precondition,
    failure: {
      code: "roadmap-unreadable",
      message: `${path} has ${count(errors.length, "error")}`,
    },
  };
}

function set(context: Context, id: string, wanted: string, options: SetOptions): Answer {
  const status = parseStatus(wanted);
  const read = readAny(context, options);
  const { path, text, roadmap: parsed } = read;
  const [only, ...others] = findStreams(parsed, id);
  const meant = only !== undefined && others.length === 0 ? only.id : id;
  const edited = setStatus(text, meant, status, {
    file: path,
    at: new Date(nowMs()).toISOString().slice(0, 10),
    ...(options.by === undefined ? {} : { by: options.by }),
    ...(options.line === undefined ? {} : { line: options.line }),
  });
  if (!edited.ok) throw editRefused(id, edited.error);
  const changed = edited.value.text !== text;
  if (changed) replaceRoadmap(read, edited.value.text);
  const said = `${streamLabel(meant)} is ${status.replaceAll("_", " ")} in ${safeText(path)}`;
  return {
    schema: "roadmap-set",
    data: {
      file: path,
      id: meant,
      status,
      changed,
      edits: edited.value.edits,
      bytes: fileEdits(text, edited.value.edits).map((edit) => ({
        file: edit.path,
        ...edit.range,
        text: Buffer.from(edit.bytes).toString("utf8"),
      })),
    },
    text: changed ? said : `${said} already`,
  };
}

const SETTABLE: readonly SettableStatus[] = STREAM_STATUSES.filter(
  (status): status is SettableStatus => status !== "unknown",
);

/** Other words people use for a status. */
const SYNONYMS: ReadonlyMap<string, SettableStatus> = new Map<string, SettableStatus>([
  ["todo", "not_started"],
  ["ready", "not_started"],
  ["pending", "not_started"],
  ["started", "in_progress"],
  ["wip", "in_progress"],
  ["done", "complete"],
  ["completed", "complete"],
  ["postponed", "deferred"],
  ["paused", "deferred"],
  ["canceled", "cancelled"],
]);

function parseStatus(text: string): SettableStatus {
  const word = text
    .replace(/^status=/, "")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  const found = SETTABLE.find((status) => status === word) ?? SYNONYMS.get(word);
  if (found !== undefined) return found;
  const [close] = nearest(word, SETTABLE);
  throw new OrchestratorError("usage", `${JSON.stringify(text)} is no status`, {
    hint: `${close === undefined ? "" : `Did you mean ${close}? `}Known: ${SETTABLE.join(", ")}`,
  });
}

function editRefused(id: string, { reason, message, lines }: EditRefusal): OrchestratorError {
  const code = reason === "not-found" ? "not-found" : "roadmap-unreadable";
  const hint =
    reason === "ambiguous"
      ? `Say which one with --line: ${lines.join(", ")}`
      : "Nothing was written.";
  return new OrchestratorError(code, message, { hint, details: { id, lines } });
}
