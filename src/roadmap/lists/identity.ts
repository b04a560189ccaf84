import type { StreamId } from "../../model/index.ts";
import { canonicalId } from "../ids.ts";
import { cutAt } from "../prose.ts";
import type { Name } from "./names.ts";

/** What an item is called by. */
export interface Named {
  readonly name: Name | null;
  readonly title: string;
  /** The heading it stands below; null when there is none. */
  readonly batch: string | null;
}

const SLUG_UNITS = 48;

/**
 * The ids of a list's items. A written id is kept; any other follows from the title, so that
 * neither the order nor the heading it stands below makes another work stream of it. Of several
 * with one title none is called by it alone: each has its heading's name in front, and what is
 * still the same is counted.
 */
export function identify(items: readonly Named[]): readonly StreamId[] {
  const numbers = items.flatMap(({ name }) => (name?.counted ? [name.id] : []));
  const numbered = new Set(numbers).size === numbers.length;
  const written = items.map(({ name }) =>
    name !== null && (numbered || !name.counted) ? name.id : null,
  );
  const taken = new Set(written.flatMap((id) => (id === null ? [] : [canonicalId(id)])));
  const bare = items.map(({ title }, place) => written[place] ?? idFromTitle(title));
  const counts = new Map<string, number>();
  for (const [place, id] of bare.entries()) {
    if (written[place] === null) count(counts, canonicalId(id));
  }
  const alone = bare.map((id, place) => {
    const form = canonicalId(id);
    return written[place] === null && counts.get(form) === 1 && !taken.has(form);
  });
  for (const [place, id] of bare.entries()) if (alone[place]) taken.add(canonicalId(id));
  return bare.map((id, place) => {
    if (written[place] !== null || alone[place]) return id;
    const batch = items[place]?.batch ?? null;
    return free(batch === null ? id : `${slugOf(batch, 32)}/${id}`, taken, counts);
  });
}

/** The id that follows from a title alone. */
export function idFromTitle(title: string): StreamId {
  return slugOf(title, SLUG_UNITS);
}

function count(counts: Map<string, number>, key: string): number {
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
}

/** The id, or with the next number behind it that nobody has. */
function free(id: string, taken: Set<string>, counts: Map<string, number>): string {
  let found = id;
  while (taken.has(canonicalId(found))) {
    found = `${id}-${count(counts, `# ${canonicalId(id)}`) + 1}`;
  }
  taken.add(canonicalId(found));
  return found;
}

/** `Add a login page!` → `add-a-login-page`; cut between words. */
function slugOf(title: string, unitsMax: number): string {
  const whole = title
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  if (whole.length <= unitsMax) return whole === "" ? "item" : whole;
  const short = cutAt(whole, unitsMax);
  const word = whole[unitsMax] === "-" ? -1 : short.lastIndexOf("-");
  return word > unitsMax / 2 ? short.slice(0, word) : short.replace(/-+$/, "");
}
