import { type Diagnostic, LIMITS, type StreamId } from "../../model/index.ts";
import { findCycles, isFinished, openEdges } from "./cycles.ts";
import { judgeIds } from "./id-defects.ts";
import { canonicalId, compareIds } from "../ids.ts";
import { readExact, readReferences } from "./references.ts";
import { buildRegistry, type Registry } from "./registry.ts";
import type {
  Dependency,
  DependencyText,
  Group,
  ParsedStream,
  RawStream,
  UnknownDependency,
} from "../types.ts";

/** Which of these ids, none of them work here, are said to be complete all the same. */
export type Archived = (ids: ReadonlySet<string>) => ReadonlySet<string>;
const NOTHING: ReadonlySet<string> = new Set();

interface Links {
  readonly dependencies: readonly Dependency[];
  readonly unknown: readonly UnknownDependency[];
  /** Ids in the order of the text, unknown ids included. */
  readonly dependsOn: readonly StreamId[];
  readonly targets: readonly number[];
  readonly itself: boolean;
  readonly tooMany: boolean;
}

/**
 * Judges every work stream against the others: the one place that decides what is available, what
 * gardening would unblock and what can never start, so that health, gardener and engine agree.
 */
export function judge(
  streams: readonly RawStream[],
  groups: readonly Group[],
  archived: Archived = () => NOTHING,
): { readonly workStreams: readonly ParsedStream[]; readonly diagnostics: readonly Diagnostic[] } {
  const registry = buildRegistry(streams, groups);
  const shared = groups.map((group) => group.dependencyTexts);
  const linked = streams.map((stream, index) =>
    linkStream(stream, index, streams, registry, shared),
  );
  const links = withoutArchived(streams, linked, archived);
  const defects = new Map<number, string>();
  const diagnostics: Diagnostic[] = [];
  // The first defect named is the one shown: what is wrong with the id itself comes first.
  judgeIds(streams, registry, defects, diagnostics);
  judgeLinks(streams, links, defects, diagnostics);
  judgeCycles(streams, links, defects, diagnostics);
  const open = openPlaces(streams, registry);
  const workStreams = streams.map((stream, index) => {
    const own = links[index] ?? NO_LINKS;
    const pending = isFinished(stream) ? [] : pendingOf(own, streams, open);
    return settle(stream, own, pending, defects.get(index) ?? null);
  });
  diagnostics.sort((a, b) => a.line - b.line);
  return { workStreams, diagnostics };
}

const NO_LINKS: Links = {
  dependencies: [],
  unknown: [],
  dependsOn: [],
  targets: [],
  itself: false,
  tooMany: false,
};

function linkStream(
  stream: RawStream,
  index: number,
  streams: readonly RawStream[],
  registry: Registry,
  shared: readonly (readonly DependencyText[])[],
): Links {
  const handedDown = stream.groups.flatMap((group) => shared[group] ?? []);
  const texts =
    handedDown.length === 0 ? stream.dependencyTexts : [...stream.dependencyTexts, ...handedDown];
  if (texts.length === 0) return NO_LINKS;
  const byId = new Map<StreamId, Dependency>();
  const targets = new Set<number>();
  const unknown: UnknownDependency[] = [];
  let itself = false;
  for (const [place, { text, kind }] of texts.entries()) {
    const references =
      kind === "exact"
        ? readExact(text, registry)
        : readReferences(text, registry, kind !== "field", index);
    unknown.push(...references.unknown);
    const inherited = kind === "inherited";
    const own = place < stream.dependencyTexts.length;
    const said = references.found.length > 1 ? new Set<string>() : null;
    for (const reference of references.found) {
      const { streams: found, group, written, confidence } = reference;
      if (group && said?.has(written)) continue;
      said?.add(written);
      const others = group && own && EVERY.test(text);
      if (group && found.includes(index) && !others) {
        if (!inherited) unknown.push({ written, idLike: false, around: true });
        continue;
      }
      if (!group && found.includes(index)) {
        // `All Work Streams 51-66` said by 66 means the others; a sentence may name its subject.
        if (confidence === "stated" && !reference.ranged) itself = true;
        continue;
      }
      for (const target of found) {
        if (target === index) continue;
        targets.add(target);
        const id = streams[target]?.id ?? written;
        if (!byId.has(id)) byId.set(id, { id, written, confidence, inherited });
        if (targets.size > LIMITS.dependenciesPerStreamMax) break;
      }
    }
  }
  const dependencies = [...byId.values()];
  const listed = dependencies.filter(({ inherited }) => !inherited).map(({ id }) => id);
  const strange = unknown.filter(({ idLike }) => idLike).map(({ written }) => written);
  return {
    dependencies,
    unknown,
    dependsOn: strange.length === 0 ? listed : [...new Set([...listed, ...strange])],
    targets: [...targets],
    itself,
    tooMany: targets.size > LIMITS.dependenciesPerStreamMax,
  };
}

/** What was moved out of the roadmap when it was done holds nobody up; it is still named. */
function withoutArchived(
  streams: readonly RawStream[],
  links: readonly Links[],
  archived: Archived,
): readonly Links[] {
  const strange = new Set<string>();
  streams.forEach((stream, index) => {
    // What is finished itself waits for nothing: most roadmaps need not be searched.
    for (const { written, idLike } of isFinished(stream) ? [] : (links[index]?.unknown ?? [])) {
      if (idLike) strange.add(canonicalId(written));
    }
  });
  const said = strange.size === 0 ? NOTHING : archived(strange);
  if (said.size === 0) return links;
  return links.map((own) => {
    const unknown = own.unknown.filter(
      ({ idLike, written }) => !idLike || !said.has(canonicalId(written)),
    );
    return unknown.length === own.unknown.length ? own : { ...own, unknown };
  });
}

/** `All of Stage 2`, said by a work stream of Stage 2, means the others. */
const EVERY = /\b(?:all|every(?:thing)?|the rest|others?)\b/i;

function judgeLinks(
  streams: readonly RawStream[],
  links: readonly Links[],
  defects: Map<number, string>,
  diagnostics: Diagnostic[],
): void {
  streams.forEach((stream, index) => {
    const own = links[index] ?? NO_LINKS;
    if (own === NO_LINKS || isFinished(stream)) return;
    const blame = (reason: string) => {
      if (!defects.has(index)) defects.set(index, reason);
    };
    if (own.itself) {
      blame("it depends on itself");
      diagnostics.push({
        severity: "error",
        code: "self-dependency",
        line: stream.line,
        message: `${stream.id} depends on itself`,
        ids: [stream.id],
      });
    }
    if (own.tooMany) blame(`it has more than ${LIMITS.dependenciesPerStreamMax} dependencies`);
    for (const { written, idLike, around } of own.unknown) {
      const why = around ? "which it is part of" : "which is no work stream here";
      blame(`it depends on “${written}”, ${why}`);
      diagnostics.push({
        severity: idLike ? "error" : "warning",
        code: "unknown-dependency",
        line: stream.line,
        message: `${stream.id} depends on “${written}”, ${why}`,
        ids: [stream.id],
      });
    }
  });
}

function judgeCycles(
  streams: readonly RawStream[],
  links: readonly Links[],
  defects: Map<number, string>,
  diagnostics: Diagnostic[],
): void {
  const edges = openEdges(
    streams,
    links.map(({ targets }) => targets),
  );
  for (const circle of findCycles(edges)) {
    const members = circle.flatMap((place) => streams[place] ?? []);
    const ids = members.map(({ id }) => id);
    const shown = ids.length > 12 ? [...ids.slice(0, 12), "…"] : ids;
    const path = [...shown, ids[0]].join(" → ");
    for (const place of circle) {
      if (!defects.has(place)) defects.set(place, `it waits for itself: ${path}`);
    }
    diagnostics.push({
      severity: "error",
      code: "cycle",
      line: members[0]?.line ?? 0,
      message: `these work streams wait for one another: ${path}`,
      ids,
    });
  }
}

function settle(
  stream: RawStream,
  links: Links,
  pending: readonly string[],
  defect: string | null,
): ParsedStream {
  const finished = isFinished(stream);
  const { status, assignee } = stream;
  // In progress with nobody's name on it is a claim that was dropped.
  const permitted =
    status === "not_started" ||
    status === "partial" ||
    (status === "in_progress" && assignee === null);
  const listed = links.dependsOn.length + links.unknown.length > 0;
  // Blocked for a reason in words, with no dependency: only a person knows when that ends, so it
  // stays; so does what is on hold. A bare `Blocked` that lists nothing has no reason left.
  const gardenable =
    status === "blocked" && (stream.reason === null || (listed && !isOnHold(stream.reason)));
  const sound = finished ? null : defect;
  const clear = pending.length === 0 && sound === null;
  // Member by member: spreading objects of this size costs as much as reading the text.
  const judged = {
    id: stream.id,
    title: stream.title,
    status,
    statusText: stream.statusText,
    priority: stream.priority,
    effort: stream.effort,
    dependsOn: links.dependsOn,
    assignee,
    batch: stream.batch,
    line: stream.line,
    tasks: stream.tasks,
    files: stream.files,
    acceptance: stream.acceptance,
    fields: stream.fields,
    available: permitted && clear,
    blockedBy: pending,
    spans: stream.spans,
    slots: stream.slots,
    aliases: stream.aliases,
    dependencies: links.dependencies,
    unknownDependencies: links.unknown,
    bootstrap: stream.bootstrap,
    ...(stream.tag === undefined ? {} : { tag: stream.tag }),
    ...(stream.remark === undefined ? {} : { remark: stream.remark }),
    deadline: stream.deadline,
    workable: permitted || gardenable,
    unblockable: gardenable && clear,
    reason: stream.reason,
    defect: sound,
  };
  return stream.isCheck === true ? { ...judged, isCheck: true } : judged;
}

/** Who still stands in the way of others: a shared id is complete when all who carry it are. */
function openPlaces(streams: readonly RawStream[], registry: Registry): ReadonlySet<number> {
  const open = new Set<number>();
  for (const places of registry.byId.values()) {
    if (places.every((place) => streams[place]?.status === "complete")) continue;
    for (const place of places) open.add(place);
  }
  return open;
}

function pendingOf(
  links: Links,
  streams: readonly RawStream[],
  open: ReadonlySet<number>,
): readonly string[] {
  const waited = links.targets.filter((target) => open.has(target));
  if (waited.length + links.unknown.length === 0) return NONE_PENDING;
  const pending = new Set<string>();
  for (const target of waited) {
    const id = streams[target]?.id;
    if (id !== undefined) pending.add(id);
  }
  for (const { written } of links.unknown) pending.add(written);
  return [...pending];
}

const NONE_PENDING: readonly string[] = [];

/** Work streams in the order people count: 2.2 before 2.10, equal ids by line. */
export function sortByIds<T extends { readonly id: StreamId; readonly line: number }>(
  streams: readonly T[],
): readonly T[] {
  return [...streams].sort((a, b) => compareIds(a.id, b.id) || a.line - b.line);
}

/** A person's word that the end of a dependency does not lift: `🔴 Blocked, on hold: legal`. */
function isOnHold(reason: string): boolean {
  return /^\W*on hold\b/i.test(reason);
}
