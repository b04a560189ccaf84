import {
  type FixedFile,
  monotonicMs,
  openFixedFile,
  pathExists,
  sha256Bytes,
} from "../platform/index.ts";

/** How far the journal is acknowledged. */
export interface AnchorPoint {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Moves that follow one another quickly share a sync. */
const SYNC_EVERY_MS = 20;

/**
 * ```
 * slot 0 at 0, slot 1 at 4096:  magic 8 │ turn f64 │ seq f64 │ hash 32 │ check 16
 * ```
 * Each is in a disk block of its own, and the one that was last synced stays as it is until the other
 * is: a torn write spoils one and the other still says how far the journal reached a moment ago.
 */
const SLOT_OFFSETS = [0, 4096] as const;
const MAGIC = Buffer.from("ORCHANC1");
const CHECK_AT = 56;
const SLOT_BYTES = 72;
const FILE_BYTES = 8192;

interface Slot extends AnchorPoint {
  readonly turn: number;
  readonly at: 0 | 1;
}

/** The position and hash kept outside the database: without it a lost tail is a valid chain. */
export class Anchor {
  readonly #file: FixedFile;
  /** What is written next is put together here: it is done with every turn. */
  readonly #draft = newDraft();
  /** The last move, the last that is on the disk, and the slot for the next. */
  #turn: number;
  #syncedTurn: number;
  #slot: 0 | 1;
  #syncing: Promise<void> | null = null;
  #syncedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  #failure: Error | null = null;

  private constructor(file: FixedFile, newest: Slot | null) {
    this.#file = file;
    this.#turn = this.#syncedTurn = newest?.turn ?? 0;
    this.#slot = newest?.at === 0 ? 1 : 0;
  }

  static open(path: string): Anchor {
    const file = openFixedFile(path, { mode: "write", create: true });
    try {
      const newest = newestSlot(file);
      // Both blocks at once: moving the anchor must never need room on a full disk.
      if (newest === null) file.write(0, Buffer.alloc(FILE_BYTES));
      return new Anchor(file, newest);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Durable when it returns. */
  move(point: AnchorPoint): void {
    this.#write(point);
    this.#file.sync();
    this.#synced(this.#turn);
  }

  /**
   * Safe from a kill when it returns, and from a power cut some {@link SYNC_EVERY_MS} later. Throws
   * why an earlier move could not be synced.
   */
  moveSoon(point: AnchorPoint): void {
    if (this.#failure !== null) throw this.#failure;
    this.#write(point);
    this.#syncSoon();
  }

  #write(point: AnchorPoint): void {
    this.#turn += 1;
    fillIn(this.#draft, this.#turn, point);
    this.#file.write(SLOT_OFFSETS[this.#slot], this.#draft.bytes);
  }

  #syncSoon(): void {
    if (this.#syncing !== null || this.#timer !== null) return;
    const waitMs = this.#syncedMs + SYNC_EVERY_MS - monotonicMs();
    if (waitMs <= 0) return this.#sync();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sync();
    }, waitMs).unref();
  }

  #sync(): void {
    const turn = this.#turn;
    this.#syncedMs = monotonicMs();
    this.#syncing = this.#file.syncSoon().then(
      () => {
        this.#syncing = null;
        this.#synced(turn);
        if (this.#turn > this.#syncedTurn) this.#syncSoon();
      },
      (error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      },
    );
  }

  /** With its last move on the disk a slot stays as it is, and the next goes to the other. */
  #synced(turn: number): void {
    if (turn !== this.#turn || turn === this.#syncedTurn) return;
    this.#syncedTurn = turn;
    this.#slot = this.#slot === 0 ? 1 : 0;
  }

  /** Its last move is durable when it returns. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const close = (): void => this.#file.close();
    try {
      if (this.#turn > this.#syncedTurn) this.#file.sync();
      this.#syncedTurn = this.#turn;
    } catch {
      // It is a moment behind its journal then, which is sound.
    }
    if (this.#syncing === null) return close();
    this.#syncing.then(close, close);
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
  for (const at of [0, 1] as const) {
    const slot = decodeSlot(file.read(SLOT_OFFSETS[at], SLOT_BYTES));
    if (slot !== null && (newest === null || slot.turn > newest.turn)) newest = { ...slot, at };
  }
  return newest;
}

interface Draft {
  readonly bytes: Buffer;
  /** Those before the check. */
  readonly checked: Buffer;
}

function newDraft(): Draft {
  const bytes = Buffer.alloc(SLOT_BYTES);
  bytes.set(MAGIC, 0);
  return { bytes, checked: bytes.subarray(0, CHECK_AT) };
}

function fillIn({ bytes, checked }: Draft, turn: number, { seq, hash }: AnchorPoint): void {
  bytes.writeDoubleBE(turn, 8);
  bytes.writeDoubleBE(seq, 16);
  bytes.set(hash, 24);
  sha256Bytes(checked).copy(bytes, CHECK_AT, 0, SLOT_BYTES - CHECK_AT);
}

function decodeSlot(bytes: Buffer): Omit<Slot, "at"> | null {
  if (bytes.length < SLOT_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return null;
  const check = sha256Bytes(bytes.subarray(0, CHECK_AT)).subarray(0, 16);
  if (!bytes.subarray(CHECK_AT).equals(check)) return null;
  return {
    turn: bytes.readDoubleBE(8),
    seq: bytes.readDoubleBE(16),
    hash: Buffer.from(bytes.subarray(24, CHECK_AT)),
  };
}
