import { sha256Bytes } from "../platform/index.ts";

/** What a record's hash speaks for: every stored field, byte for byte (decision 16). */
export interface ChainedFields {
  readonly seq: number;
  readonly atMs: number;
  /** 1 input, 2 event. */
  readonly kind: number;
  /** Seq of the input that caused an event; 0 for an input. */
  readonly cause: number;
  readonly type: Uint8Array;
  readonly body: Uint8Array;
}

/** The hash before the first record. */
export const GENESIS: Buffer = Buffer.alloc(32);

const HEADER_BYTES = 32 + 8 + 8 + 1 + 8 + 2;

let scratch = Buffer.alloc(64 * 1024);

/** hash_n = SHA-256(hash_{n-1} ‖ seq ‖ at ‖ kind ‖ cause ‖ length of type ‖ type ‖ body). */
export function chainHash(previous: Uint8Array, record: ChainedFields): Buffer {
  const size = HEADER_BYTES + record.type.length + record.body.length;
  if (size > scratch.length) scratch = Buffer.alloc(size * 2);
  scratch.set(previous, 0);
  let at = scratch.writeDoubleBE(record.seq, 32);
  at = scratch.writeDoubleBE(record.atMs, at);
  at = scratch.writeUInt8(record.kind & 0xff, at);
  at = scratch.writeDoubleBE(record.cause, at);
  at = scratch.writeUInt16BE(record.type.length & 0xffff, at);
  scratch.set(record.type, at);
  scratch.set(record.body, at + record.type.length);
  return sha256Bytes(scratch.subarray(0, size));
}

/** The hash of a snapshot: bound to its place in the chain, so it cannot be moved. */
export function snapshotHash(seq: number, chained: Uint8Array, body: Uint8Array): Buffer {
  const place = Buffer.alloc(8);
  place.writeDoubleBE(seq);
  return sha256Bytes(Buffer.concat([Buffer.from("snapshot"), place, chained, body]));
}
