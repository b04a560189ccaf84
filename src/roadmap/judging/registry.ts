import { pushTo } from "../../model/index.ts";
import { bareId, canonicalId, compareIds } from "../ids.ts";
import { plainText } from "../prose.ts";
import type { Group, RawStream } from "../types.ts";
import { groupKeys } from "../reading/groups.ts";

/** What a name can mean in one roadmap: places in its list of work streams. */
export interface Registry {
  readonly byId: ReadonlyMap<string, readonly number[]>;
  /** The prefixes ids have here (`REQ`), and the shapes of those without a hyphen (`A9`, `9`). */
  readonly series: ReadonlySet<string>;
  /** The work is counted in streams: a phase is a chapter of it, there or not. */
  readonly phasesAreChapters: boolean;
  resolve(keyword: string | null, token: string): Resolution | null;
  resolveTitle(words: string): readonly number[] | null;
  /** Everything of one series from the one to the other: `1.3`–`2.2`; null when it is no range. */
  between(from: readonly number[], to: readonly number[]): readonly number[] | null;
}

export interface Resolution {
  readonly streams: readonly number[];
  /** A batch, stage or dotted prefix, not a single work stream. */
  readonly group: boolean;
}

/** Words that name a chapter and no work stream, unless one is called so. */
export const CHAPTERS: ReadonlySet<string> = new Set(
  "BATCH STAGE LEVEL MILESTONE EPIC SPRINT WAVE GROUP TIER ITERATION WEEK".split(" "),
);

/** In these `2` is also the chapter of `2.1`: they are numbered like the work in them. */
const STEMMED: ReadonlySet<string> = new Set(["BATCH", "STAGE", "LEVEL"]);

/** What ids of one series share: `REQ` of `REQ-042`, `A9` of `B1`, `9` of `1.2`. */
export function seriesOf(id: string): string {
  const canonical = canonicalId(id);
  const prefix = canonical.replace(/-?\d.*$/, "");
  if (canonical.startsWith(`${prefix}-`) && prefix !== "") return prefix;
  return `${prefix.replace(/[A-Z]/g, "A")}9`;
}

/** Ids first, then what headings call them besides, then groups; a title only as a whole. */
export function buildRegistry(streams: readonly RawStream[], groups: readonly Group[]): Registry {
  const byId = new Map<string, number[]>();
  const byAlias = new Map<string, number[]>();
  const byStem = new Map<string, number[]>();
  const byNumber = new Map<string, number[]>();
  const byUnpadded = new Map<string, number[]>();
  const byTitle = new Map<string, number[]>();
  const members: number[][] = groups.map(() => []);
  streams.forEach((stream, index) => {
    const id = canonicalId(stream.id);
    pushTo(byId, id, index);
    for (const alias of [...stream.aliases, ...stream.covers]) {
      pushTo(byAlias, canonicalId(alias), index);
    }
    for (const stem of stemsOf(id)) pushTo(byStem, stem, index);
    if (PADDED.test(id)) pushTo(byUnpadded, unpadded(id), index);
    const counted = COUNTED.exec(id)?.[1];
    if (counted !== undefined) pushTo(byNumber, counted, index);
    if (stream.title.length > 3) pushTo(byTitle, plainText(stream.title).toLowerCase(), index);
    for (const group of stream.groups) members[group]?.push(index);
  });
  const byGroup = new Map<string, Resolution>();
  groups.forEach((group, place) => {
    const found = members[place] ?? [];
    if (found.length === 0 && !group.complete) return;
    for (const key of groupKeys(group)) {
      const held = byGroup.get(key)?.streams ?? [];
      const streams = held.length === 0 ? found : [...new Set([...held, ...found])];
      byGroup.set(key, { streams, group: true });
    }
  });

  const phasesAreChapters =
    streams.some(({ namespace }) => namespace === "WORK STREAM") &&
    !streams.some(({ namespace }) => namespace === "PHASE");
  const resolve = (keyword: string | null, token: string): Resolution | null => {
    const id = canonicalId(token);
    const exact = keyword === null ? undefined : byId.get(`${keyword}-${id}`);
    // `Phase 1` beside `Work Stream 1` is the chapter, not the work stream of that number.
    const chapter =
      keyword === "PHASE" && exact === undefined ? byGroup.get(`PHASE-${id}`) : undefined;
    if (chapter !== undefined) return chapter;
    if (keyword === "PHASE" && phasesAreChapters) return null;
    const own = exact ?? byId.get(id) ?? byId.get(bareId(id));
    const grouped = keyword !== null && CHAPTERS.has(keyword) && exact === undefined;
    if (own !== undefined && !grouped) return { streams: own, group: false };
    const alias = byAlias.get(keyword === null ? id : `${keyword}-${id}`) ?? byAlias.get(id);
    if (alias !== undefined && !grouped) return { streams: alias, group: false };
    const padded = grouped || byUnpadded.size === 0 ? undefined : byUnpadded.get(unpadded(id));
    if (padded !== undefined) return { streams: padded, group: false };
    const counted = grouped ? undefined : byNumber.get(id);
    if (counted !== undefined && keyword === null) return { streams: counted, group: false };
    if (keyword === null && !id.startsWith("WS-")) return null;
    const named = byGroup.get(`${keyword ?? "BATCH"}-${bareId(id)}`);
    if (named !== undefined) return named;
    const stem = grouped && !STEMMED.has(keyword ?? "") ? undefined : byStem.get(bareId(id));
    return stem === undefined ? null : { streams: stem, group: true };
  };
  const series = new Set([...byId.keys()].map(seriesOf));
  const resolveTitle = (words: string) => byTitle.get(words.toLowerCase()) ?? null;
  const between = (from: readonly number[], to: readonly number[]) =>
    membersBetween(streams, from[0], to[0]);
  return { byId, series, phasesAreChapters, resolve, resolveTitle, between };
}

/** How many members a range may have; a longer one is no range anybody wrote on purpose. */
const BETWEEN_MAX = 500;

function membersBetween(
  streams: readonly RawStream[],
  from: number | undefined,
  to: number | undefined,
): readonly number[] | null {
  const low = streams[from ?? -1];
  const high = streams[to ?? -1];
  if (low === undefined || high === undefined || seriesOf(low.id) !== seriesOf(high.id))
    return null;
  if (compareIds(low.id, high.id) >= 0) return null;
  const members: number[] = [];
  streams.forEach(({ id }, index) => {
    const inside = compareIds(low.id, id) <= 0 && compareIds(id, high.id) <= 0;
    if (inside && seriesOf(id) === seriesOf(low.id)) members.push(index);
  });
  return members.length <= BETWEEN_MAX ? members : null;
}

/** `REQ-2` names REQ-002, where nothing is called so itself. */
const PADDED = /(?<!\d)0\d/;

function unpadded(id: string): string {
  return id.replace(/(?<!\d)0+(?=\d)/g, "");
}

/** `Story 1.2` is also called 1.2, where nothing else is. */
const COUNTED = /^(?:TASK|STORY|USER-STORY|FEATURE|EPIC|TICKET|ITEM|ISSUE)-(\d+(?:\.\d+)*)$/;

/** `8.1.2` is part of `8.1` and of `8`. */
function* stemsOf(id: string): Generator<string> {
  if (!/^\d+(?:\.\d+){1,5}$/.test(id)) return;
  for (let dot = id.lastIndexOf("."); dot > 0; dot = id.lastIndexOf(".", dot - 1)) {
    yield id.slice(0, dot);
  }
}
