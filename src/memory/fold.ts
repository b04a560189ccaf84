import type { AttemptId } from "../model/index.ts";
import { sha256 } from "../platform/index.ts";
import { MISTAKE_TAG } from "./kinds.ts";
import { strengthOf, tierOf, trustIn } from "./tiers.ts";
import type {
  MemoryEntry,
  MemoryRecord,
  MemoryTier,
  Revocation,
  Saying,
  Source,
  Trust,
} from "./types.ts";
import { TRUSTS } from "./types.ts";

interface Digests {
  readonly id: string;
  readonly hash: string;
}

/** A leader folds the same records for every agent it starts. */
const known = new WeakMap<Saying, Digests>();

function digestsOf(said: Saying): Digests {
  const found = known.get(said);
  if (found !== undefined) return found;
  const same = JSON.stringify([said.agent, said.note, said.about, said.content]);
  const digests = { id: `m-${sha256(same).slice(0, 12)}`, hash: sha256(said.content) };
  known.set(said, digests);
  return digests;
}

/** What makes two sayings the same entry. */
export function entryId(said: Saying): string {
  return digestsOf(said).id;
}

interface Gathered {
  readonly first: Saying;
  readonly all: { readonly said: Saying; readonly revoked: Revocation | null }[];
}

interface Folding {
  readonly entries: Map<string, Gathered>;
  /** What was taken back does not come back because some agent says it again. */
  readonly tombstones: Map<string, Revocation>;
}

export interface FoldWish {
  readonly nowMs: number;
  /** What the attempt did is on the branch: what it noted has passed the gates with it. */
  readonly hasLanded: (attempt: AttemptId) => boolean;
}

/**
 * What is remembered after all that was recorded, in the order in which it was first said. Sayings
 * that were taken back count for nothing, in summaries and strengths either.
 */
export function foldMemory(records: Iterable<MemoryRecord>, wish: FoldWish): MemoryEntry[] {
  const folding: Folding = { entries: new Map(), tombstones: new Map() };
  for (const record of records) {
    if (record.kind === "said") hear(folding, record);
    else revoke(folding, record);
  }
  return [...folding.entries].map(([id, gathered]) => entryOf(id, gathered, wish));
}

function hear({ entries, tombstones }: Folding, said: Saying): void {
  const id = entryId(said);
  if (said.by === "person") tombstones.delete(id);
  const found = entries.get(id) ?? { first: said, all: [] };
  found.all.push({ said, revoked: tombstones.get(id) ?? null });
  entries.set(id, found);
}

function revoke({ entries, tombstones }: Folding, record: Revocation): void {
  const { scope, name } = record;
  if (scope === "entry") tombstones.set(name, record);
  const isMeant = (id: string, { attempt, who }: Saying): boolean =>
    (scope === "entry" ? id : scope === "attempt" ? attempt : who) === name;
  for (const [id, { all }] of entries) {
    for (const [at, one] of all.entries()) {
      if (isMeant(id, one.said)) all[at] = { ...one, revoked: one.revoked ?? record };
    }
  }
}

function entryOf(id: string, { first, all }: Gathered, wish: FoldWish): MemoryEntry {
  const standing = all.filter(({ revoked }) => revoked === null);
  const last = all.at(-1)?.revoked ?? null;
  const counted = (standing.length > 0 ? standing : all).map(({ said }) => said);
  const sources = counted.map((said) => sourceOf(said, wish));
  const tags = [...new Set(counted.flatMap((said) => said.tags))];
  const strength = strengthOf(sources);
  const saidAtMs = Math.max(...counted.map(({ atMs }) => atMs));
  let pinned: MemoryTier | null = null;
  for (const said of counted) pinned = said.pinned ?? pinned;
  return {
    id,
    agent: first.agent,
    kind: first.note,
    tier: tierOf({ pinned, tags, strength, saidAtMs, nowMs: wish.nowMs }),
    content: first.content,
    about: first.about,
    tags,
    fromMistake: tags.includes(MISTAKE_TAG),
    summary: first.summary,
    trust: trustOf(sources),
    strength,
    hash: digestsOf(first).hash,
    sources,
    createdAtMs: first.atMs,
    saidAtMs,
    revoked:
      standing.length > 0 || last === null
        ? null
        : { by: last.by, reason: last.reason, atMs: last.atMs },
  };
}

function sourceOf(said: Saying, { hasLanded }: FoldWish): Source {
  const { by, who, attempt, target, session, atMs } = said;
  const landed = attempt !== null && hasLanded(attempt);
  return { by, who, attempt, target, session, atMs, landed };
}

function trustOf(sources: readonly Source[]): Trust {
  const found = new Set(sources.map(trustIn));
  return TRUSTS.find((trust) => found.has(trust)) ?? "imported";
}
