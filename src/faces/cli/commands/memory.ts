import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import type { MemoryEntry, MemoryKind, MemoryTier } from "../../../daemon/index.ts";
import {
  distil,
  formatForContext,
  importMemory,
  MEMORY_KINDS,
  MEMORY_TIERS,
  originJournal,
  remember,
  rememberedHere,
  revokeMemory,
} from "../../../daemon/index.ts";
import {
  attemptId,
  generationOf,
  keyOf,
  LIMITS,
  OrchestratorError,
  isoTime,
} from "../../../model/index.ts";
import { nowMs, readTextIfExists, statOrNull, writeDurable } from "../../../platform/index.ts";
import { safeBlock, safeText } from "../../text/safe.ts";
import { alignRows, fit } from "../../text/width.ts";
import { commandLine, count, list as listed, nearest } from "../../text/words.ts";
import type { Answer } from "../answer.ts";
import type { Face } from "../commands.ts";
import type { Context } from "../context.ts";
import { targetIn, workplaceOf } from "../context.ts";
import { noSuchFile } from "../options/named-file.ts";

interface ListOptions {
  readonly agent?: string;
  readonly kind?: MemoryKind;
  readonly tier?: MemoryTier;
  readonly revoked?: boolean;
}

interface AddOptions {
  readonly agent?: string;
  readonly kind?: MemoryKind;
  readonly about?: string;
  readonly tag?: readonly string[];
  readonly tier?: MemoryTier;
  readonly everywhere?: boolean;
}

interface RevokeOptions {
  readonly attempt?: string;
  readonly from?: string;
  readonly reason?: string;
}

export const memory: Face = (command, on) => {
  command.action(on((context) => list(context, {})));
  command
    .command("list")
    .description("what is remembered, the firmest first")
    .option("--agent <name>", "of this agent's journal; team: of nobody's own")
    .option("--kind <kind>", MEMORY_KINDS.join(", "), parseKind)
    .option("--tier <tier>", MEMORY_TIERS.join(", "), parseTier)
    .option("--revoked", "only what was revoked")
    .action(on((context, options: ListOptions) => list(context, options)));
  command
    .command("show")
    .description("one note with where it comes from")
    .argument("<id>", "as list shows it, or how it begins")
    .action(on((context, id: string) => show(context, id)));
  command
    .command("add")
    .description("note something for later work")
    .argument("<text...>", "the one thing that is worth knowing")
    .option("--agent <name>", "into this agent's journal; else it is the team's")
    .option("--kind <kind>", MEMORY_KINDS.join(", "), parseKind, "context")
    .option("--about <what>", "the file, part or agent it is about")
    .option("--tag <tag...>", "words to find it by")
    .option("--tier <tier>", "hold it there for good: core, long, …", parseTier)
    .option("--everywhere", "for every target, not only this one")
    .action(
      on((context, words: readonly string[], options: AddOptions) =>
        add(context, words.join(" "), options),
      ),
    );
  command
    .command("revoke")
    .description("let notes count for nothing, in summaries either")
    .argument("[ids...]", "as list shows them")
    .option("--attempt <attempt>", "all that this attempt noted: 1.2/1")
    .option("--from <name>", "all that this agent or person noted so far")
    .option("--reason <text>", "why")
    .action(
      on((context, ids: readonly string[], options: RevokeOptions) =>
        revoke(context, ids, options),
      ),
    );
  command
    .command("summary")
    .description("an agent's journal as text; without a name, what there is")
    .argument("[agent]", "by its name")
    .action(on((context, name?: string) => summary(context, name ?? null)));
  exchanging(command, on);
};

function exchanging(command: Parameters<Face>[0], on: Parameters<Face>[1]): void {
  command
    .command("export")
    .description("an agent's journal as config/agent_memories has it")
    .argument("<agent>", "by its name")
    .option("--out <file>", "write it there instead of printing it")
    .action(
      on((context, name: string, options: { out?: string }) =>
        exportJournal(context, name, options.out ?? null),
      ),
    );
  command
    .command("import")
    .description("take over such a journal; again, it changes nothing")
    .argument("<file>", "aria.json")
    .action(on((context, file: string) => importJournal(context, file)));
}

/** `team` is nobody's own journal. */
const TEAM = "team";

function ownerLabel(agent: string | null): string {
  return agent ?? TEAM;
}

function ofAgent(entries: readonly MemoryEntry[], name: string): readonly MemoryEntry[] {
  const found = entries.filter(({ agent }) => same(ownerLabel(agent), name));
  if (found.length > 0) return found;
  const known = [...new Set(entries.map(({ agent }) => ownerLabel(agent)))];
  const close = nearest(name, known);
  throw new OrchestratorError("not-found", `nothing is remembered of ${JSON.stringify(name)}`, {
    hint: `There is ${(close.length > 0 ? close : known).join(", ") || "nothing yet"}.`,
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

const TEXT_COLUMNS = 70;

function list(context: Context, options: ListOptions): Answer {
  const { agent, kind, tier, revoked = false } = options;
  const all = rememberedHere(workplaceOf(context));
  const own = agent === undefined ? all : ofAgent(all, agent);
  const entries = own
    .filter((one) => (one.revoked !== null) === revoked)
    .filter((one) => (kind ?? one.kind) === one.kind && (tier ?? one.tier) === one.tier)
    .toSorted((a, b) => MEMORY_TIERS.indexOf(a.tier) - MEMORY_TIERS.indexOf(b.tier));
  const rows = entries.map((one) => [
    one.id,
    one.tier,
    one.kind,
    safeText(ownerLabel(one.agent)),
    fit(safeText(headOf(one)), TEXT_COLUMNS),
  ]);
  const none = all.length === 0 ? "Nothing is remembered here yet." : "Nothing of that kind.";
  return {
    schema: "memory",
    data: { entries: entries.map(dataOf) },
    text: rows.length === 0 ? none : alignRows(rows).join("\n"),
    next: rows.length === 0 ? ['orchestrator memory add "…"'] : [],
  };
}

function headOf({ about, content, fromMistake }: MemoryEntry): string {
  const subject = about === null ? "" : `${about}: `;
  return `${fromMistake ? "[from mistake] " : ""}${subject}${content.split("\n", 1)[0] ?? ""}`;
}

function find(entries: readonly MemoryEntry[], id: string): MemoryEntry {
  const exact = entries.filter((one) => one.id === id);
  const found = exact.length > 0 ? exact : entries.filter((one) => one.id.startsWith(id));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const what = found.length === 0 ? "no note has the id" : `${found.length} notes have ids like`;
  throw new OrchestratorError("not-found", `${what} ${JSON.stringify(id)}`, {
    hint: "orchestrator memory list",
  });
}

function show(context: Context, id: string): Answer {
  const entry = find(rememberedHere(workplaceOf(context)), id);
  const { revoked, sources } = entry;
  const said = sources.map(({ who, by, attempt, target, atMs, landed }) => [
    isoTime(atMs),
    safeText(who),
    by === "agent" && attempt !== null ? (landed ? "landed" : "not landed") : by,
    safeText(attempt ?? ""),
    safeText(target ?? "everywhere"),
  ]);
  return {
    schema: "memory-entry",
    data: dataOf(entry),
    text: [
      `${entry.id}  ${entry.tier} ${entry.kind}, ${safeText(ownerLabel(entry.agent))}, trust ${entry.trust}, strength ${entry.strength}`,
      ...(entry.about === null ? [] : [`about ${safeText(entry.about)}`]),
      ...(entry.tags.length === 0 ? [] : [`tags ${entry.tags.map(safeText).join(", ")}`]),
      ...(revoked === null
        ? []
        : [
            `revoked ${isoTime(revoked.atMs)} by ${safeText(revoked.by)}: ${safeText(revoked.reason)}`,
          ]),
      "",
      safeBlock(entry.content),
      "",
      ...alignRows(said),
    ].join("\n"),
    next: revoked === null ? [commandLine("orchestrator memory revoke", entry.id)] : [],
  };
}

function add(context: Context, content: string, options: AddOptions): Answer {
  const place = workplaceOf(context);
  const target = options.everywhere === true ? null : targetIn(context, place).id;
  const agent = options.agent === undefined || same(options.agent, TEAM) ? null : options.agent;
  const note = {
    content,
    kind: options.kind ?? "context",
    agent,
    about: options.about ?? null,
    tags: options.tag ?? [],
    pinned: options.tier ?? null,
  };
  const id = remember(place, note, { by: "person", who: null, target });
  const entry = find(rememberedHere(place), id);
  return {
    schema: "memory-entry",
    data: dataOf(entry),
    text: `Noted as ${id} (${entry.tier} ${entry.kind}).`,
    next: [commandLine("orchestrator memory revoke", id)],
  };
}

function revoke(context: Context, ids: readonly string[], options: RevokeOptions): Answer {
  const place = workplaceOf(context);
  const { attempt, from } = options;
  if (ids.length === 0 && attempt === undefined && from === undefined) {
    throw new OrchestratorError("usage", "what shall be revoked?", {
      hint: "Ids as orchestrator memory list shows them, --attempt 1.2/1, or --from NAME",
    });
  }
  const before = rememberedHere(place);
  const reason = options.reason ?? "revoked by hand";
  // All are found before any is revoked.
  const found = ids.map((id) => find(before, id));
  const wanted = attempt === undefined ? null : attemptNamed(context, attempt);
  for (const { id } of found) revokeMemory(place, { scope: "entry", name: id }, reason);
  if (wanted !== null) {
    requireSource(before, (one) => one.attempt === wanted, wanted);
    revokeMemory(place, { scope: "attempt", name: wanted }, reason);
  }
  if (from !== undefined) {
    requireSource(before, (one) => one.who === from, from);
    revokeMemory(place, { scope: "speaker", name: from }, reason);
  }
  const stood = new Set(before.filter((one) => one.revoked === null).map(({ id }) => id));
  const now = rememberedHere(place).filter((one) => one.revoked !== null && stood.has(one.id));
  const which = listed(
    now.map(({ id }) => id),
    8,
  );
  return {
    schema: "memory",
    data: { entries: now.map(dataOf) },
    text: `${count(now.length, "note")} revoked${now.length === 0 ? "" : `: ${which}`}`,
    next: ["orchestrator memory list --revoked"],
  };
}

/** `1.2/1` is an attempt of this target, `self:1.2/1` says which. */
function attemptNamed(context: Context, text: string): string {
  if (!/\/\d+$/.test(text)) {
    throw new OrchestratorError("usage", `${JSON.stringify(text)} is no attempt`, {
      hint: "A work stream's id and a number: 1.2/1",
    });
  }
  if (keyOf(text).includes(":")) return text;
  const { id } = targetIn(context, workplaceOf(context));
  return attemptId(`${id}:${keyOf(text)}`, generationOf(text));
}

function requireSource(
  entries: readonly MemoryEntry[],
  is: (source: MemoryEntry["sources"][number]) => boolean,
  name: string,
): void {
  if (entries.some(({ sources }) => sources.some(is))) return;
  throw new OrchestratorError("not-found", `nothing was noted by ${JSON.stringify(name)}`, {
    hint: "orchestrator memory show ID says who noted what.",
  });
}

function summary(context: Context, name: string | null): Answer {
  const all = rememberedHere(workplaceOf(context));
  if (name === null) return overview(all);
  const entries = ofAgent(all, name);
  const owner = ownerLabel(entries[0]?.agent ?? null);
  const text = formatForContext(entries, { name: owner });
  const kinds = MEMORY_KINDS.map((kind) => {
    const { summaries, rest } = distil(
      entries.filter((one) => one.kind === kind && one.revoked === null),
    );
    return { kind, summaries, entries: rest.map(({ id }) => id) };
  });
  return {
    schema: "memory-summary",
    data: { agent: owner, context: text, kinds },
    text: safeBlock(text),
  };
}

function overview(all: readonly MemoryEntry[]): Answer {
  const standing = all.filter(({ revoked }) => revoked === null);
  const owners = [...new Set(standing.map(({ agent }) => ownerLabel(agent)))].sort();
  const journals = owners.map((owner) => {
    const own = standing.filter(({ agent }) => ownerLabel(agent) === owner);
    const tiers = Object.fromEntries(
      MEMORY_TIERS.map((tier) => [tier, own.filter((one) => one.tier === tier).length]),
    );
    return { agent: owner, notes: own.length, tiers };
  });
  const rows = journals.map(({ agent, notes, tiers }) => [
    safeText(agent),
    count(notes, "note"),
    MEMORY_TIERS.filter((tier) => (tiers[tier] ?? 0) > 0)
      .map((tier) => `${tiers[tier]} ${tier}`)
      .join(", "),
  ]);
  return {
    schema: "memory-summary",
    data: { journals, revoked: all.length - standing.length },
    text: rows.length === 0 ? "Nothing is remembered here yet." : alignRows(rows).join("\n"),
  };
}

function exportJournal(context: Context, name: string, out: string | null): Answer {
  const entries = ofAgent(rememberedHere(workplaceOf(context)), name);
  const journal = originJournal(ownerLabel(entries[0]?.agent ?? null), entries, nowMs());
  const text = JSON.stringify(journal, null, 2);
  if (out === null) return { schema: "memory-journal", data: journal, text };
  const path = resolve(context.cwd, out);
  writeDurable(path, `${text}\n`);
  return { schema: "memory-journal", data: journal, text: `Written: ${safeText(path)}` };
}

function importJournal(context: Context, file: string): Answer {
  const place = workplaceOf(context);
  const path = resolve(context.cwd, file);
  const size = statOrNull(path)?.size ?? 0;
  const text = size > LIMITS.memoryFileBytesMax ? null : readTextIfExists(path);
  if (text === null) {
    if (size === 0) throw noSuchFile(context.cwd, file);
    throw new OrchestratorError("usage", `${path} is too large`, {
      hint: `A journal has ${LIMITS.memoryFileBytesMax} bytes at most: leave out what is old.`,
    });
  }
  const { name, added, unread } = importMemory(place, text, targetIn(context, place).id);
  return {
    schema: "memory-summary",
    data: { agent: name, added, unread },
    text: `${count(added, "note")} of ${safeText(name)} taken over.`,
    warnings: unread === 0 ? [] : [`${count(unread, "entry", "entries")} could not be read`],
    next: [commandLine("orchestrator memory summary", name)],
  };
}

function dataOf({ createdAtMs, saidAtMs, sources, revoked, ...entry }: MemoryEntry) {
  return {
    ...entry,
    createdAt: isoTime(createdAtMs),
    saidAt: isoTime(saidAtMs),
    sources: sources.map(({ atMs, ...source }) => ({ ...source, at: isoTime(atMs) })),
    revoked:
      revoked === null
        ? null
        : { by: revoked.by, reason: revoked.reason, at: isoTime(revoked.atMs) },
  };
}

function parseKind(text: string): MemoryKind {
  const found = MEMORY_KINDS.find((kind) => same(kind, text));
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Known: ${MEMORY_KINDS.join(", ")}.`);
}

function parseTier(text: string): MemoryTier {
  const found = MEMORY_TIERS.find((tier) => same(tier, text));
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`Known: ${MEMORY_TIERS.join(", ")}.`);
}
