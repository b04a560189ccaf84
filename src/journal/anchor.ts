import { OrchestratorError } from "../model/index.ts";
import { type FixedFile, openFixedFile, pathExists, sha256Bytes } from "../platform/index.ts";

/** How far the journal is acknowledged. */
export interface AnchorPoint {
  readonly seq: number;
  readonly hash: Buffer;
}

/**
 * ```
 * slot 0 at 0, slot 1 at 4096:  magic 8 │ turn f64 │ seq f64 │ hash 32 │ check 16
 * ```
 * The slots are written in turns, each in a disk block of its own: a torn write spoils one and the
 * other still says how far the journal reached one commit ago.
 */
const SLOT_OFFSETS = [0, 4096] as const;
const MAGIC = Buffer.from("ORCHANC1");
const CHECK_AT = 56;
const SLOT_BYTES = 72;
const FILE_BYTES = 8192;

interface Slot extends AnchorPoint {
  readonly turn: number;
}

/** The position and hash kept outside the database: without it a lost tail is a valid chain. */
export class Anchor {
  readonly #file: FixedFile;
  #turn: number;
  /** A move that is not durable yet: the other slot must stay as it is until it is. */
  #moving: Promise<void> | null = null;

  private constructor(file: FixedFile, turn: number) {
    this.#file = file;
    this.#turn = turn;
  }

  static open(path: string): Anchor {
    const file = openFixedFile(path, { mode: "write", create: true });
    try {
      const newest = newestSlot(file);
      // Both blocks at once: moving the anchor must never need room on a full disk.
      if (newest === null) file.write(0, Buffer.alloc(FILE_BYTES));
      return new Anchor(file, newest?.turn ?? 0);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Durable when it returns. */
  move(point: AnchorPoint): void {
    if (this.#moving !== null) this.#file.sync();
    this.#write(point);
    this.#file.sync();
  }

  /** Safe from a kill when it returns, durable when {@link settled} resolves. */
  moveSoon(point: AnchorPoint): void {
    if (this.#moving !== null) throw new OrchestratorError("bug", "The anchor is being moved.");
    this.#write(point);
    this.#moving = this.#file.syncSoon();
    // Whoever asks whether it is settled hears of it.
    this.#moving.catch(() => undefined);
  }

  /** Resolves when the last move is durable. */
  async settled(): Promise<void> {
    await this.#moving;
    this.#moving = null;
  }

  #write(point: AnchorPoint): void {
    this.#turn += 1;
    const slot = SLOT_OFFSETS[this.#turn % 2 === 0 ? 0 : 1];
    this.#file.write(slot, encodeSlot({ turn: this.#turn, ...point }));
  }

  /** What was on its way is durable when it returns. */
  close(): void {
    const close = (): void => this.#file.close();
    if (this.#moving === null) return close();
    try {
      this.#file.sync();
    } catch {
      // It is one commit behind its journal then, which is sound.
    }
    this.#moving.then(close, close);
  }
}

/** `absent`: there is no such file, or one that was never written. */
export type AnchorFound =
  | { readonly kind: "found"; readonly point: AnchorPoint }
  | { readonly kind: "absent" }
  | { readonly kind: "damaged" };

export function readAnchor(path: string): AnchorFound {
  if (!pathExists(path)) return { kind: "absent" };
  const file = openFixedFile(path, { mode: "read", create: false });
  try {
    const slot = newestSlot(file);
    if (slot !== null) return { kind: "found", point: { seq: slot.seq, hash: slot.hash } };
    // Killed while it was being made: blank, and the journal then has nothing in it either.
    const bytes = file.read(0, FILE_BYTES);
    return { kind: bytes.every((byte) => byte === 0) ? "absent" : "damaged" };
  } finally {
    file.close();
  }
}

function newestSlot(file: FixedFile): Slot | null {
  let newest: Slot | null = null;
  for (const offset of SLOT_OFFSETS) {
    const slot = decodeSlot(file.read(offset, SLOT_BYTES));
    if (slot !== null && (newest === null || slot.turn > newest.turn)) newest = slot;
  }
  return newest;
}

function encodeSlot(slot: Slot): Buffer {
  const bytes = Buffer.alloc(SLOT_BYTES);
  bytes.set(MAGIC, 0);
  bytes.writeDoubleBE(slot.turn, 8);
  bytes.writeDoubleBE(slot.seq, 16);
  bytes.set(slot.hash, 24);
  bytes.set(sha256Bytes(bytes.subarray(0, CHECK_AT)).subarray(0, 16), CHECK_AT);
  return bytes;
}

function decodeSlot(bytes: Buffer): Slot | null {
  if (bytes.length < SLOT_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return null;
  const check = sha256Bytes(bytes.subarray(0, CHECK_AT)).subarray(0, 16);
  if (!bytes.subarray(CHECK_AT).equals(check)) return null;
  return {
    turn: bytes.readDoubleBE(8),
    seq: bytes.readDoubleBE(16),
    hash: Buffer.from(bytes.subarray(24, CHECK_AT)),
  };
}
