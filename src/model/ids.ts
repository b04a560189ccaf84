/**
 * The names of things.
 *
 * An id written by a person ("1.2", "REQ-042", "../../etc") is shown as written and never becomes
 * a path, a ref, a subject or an argument; {@link slug} makes the name for those (law I14).
 */

/** A repository this orchestrator works on; `self` is the one it was started in. */
export type TargetId = string;

/** A work stream's id as the roadmap writes it, without decoration: `1.2`, `REQ-042`, `WP-2.7`. */
export type StreamId = string;

/** A work stream across targets: `<target>:<stream>`. */
export type StreamKey = string;

/** One attempt at a work stream: `<stream key>/<generation>`, generation counting from 1. */
export type AttemptId = string;

/** A promise to act on the world, unique for ever: `<attempt id>/<step>`, `<target>/<step>/<n>`. */
export type EffectId = string;

/** `s-<n>`, counting from 1 in each journal. */
export type SessionId = string;

/** A full git object id in lower-case hexadecimal. */
export type ObjectId = string;

export const SELF_TARGET: TargetId = "self";

export function streamKey(target: TargetId, stream: StreamId): StreamKey {
  return `${target}:${stream}`;
}

/** The target part of a key; target ids hold no colon (the configuration refuses one). */
export function targetOf(key: StreamKey): TargetId {
  return key.slice(0, key.indexOf(":"));
}

export function streamOf(key: StreamKey): StreamId {
  return key.slice(key.indexOf(":") + 1);
}

export function attemptId(key: StreamKey, generation: number): AttemptId {
  return `${key}/${generation}`;
}

/** Stream ids may hold slashes; the generation is what follows the last one. */
export function generationOf(attempt: AttemptId): number {
  return Number(attempt.slice(attempt.lastIndexOf("/") + 1));
}

export function keyOf(attempt: AttemptId): StreamKey {
  if (attempt !== newest.attempt) {
    newest = { attempt, key: attempt.slice(0, attempt.lastIndexOf("/")) };
  }
  return newest.key;
}

/** Asked many times over of one attempt: a key that is cut out anew is also hashed anew. */
let newest: { readonly attempt: AttemptId; readonly key: StreamKey } = { attempt: "", key: "" };

/** What people see: the bare stream id at home, `target:stream` elsewhere. */
export function displayKey(key: StreamKey): string {
  return targetOf(key) === SELF_TARGET ? streamOf(key) : key;
}

/**
 * A name that is safe as a path segment, a ref component and a bus token: `[a-z0-9-]{1,40}-<hash>`,
 * at most 57 characters. Twins that differ only in case or in Unicode form get different hashes.
 */
export function slug(text: string): string {
  // ASCII is its own normal form, and finding that out loads tables that nothing else needs.
  const plain = isAscii(text) ? text : text.normalize("NFKD");
  const readable = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  return `${readable === "" ? "x" : readable}-${hash64(text)}`;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** 64 bits of FNV-1a over UTF-16 code units as 16 hex digits: for naming, never for security. */
function hash64(text: string): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193) >>> 0;
    high = Math.imul(high ^ (unit + (low & 0xff)), 0x01000193) >>> 0;
  }
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}
