import { LIMITS } from "../../model/index.ts";

/** Which values are wanted: by key from the outermost object inwards. */
export interface Wanted {
  readonly [key: string]: true | Wanted;
}

export interface JsonSink {
  /** `path` is the keys joined by dots; `text` is the value as it was written. */
  value(path: string, text: string): void;
  /** An outermost object has ended. */
  document(): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;

/** A longer key is none that is wanted. */
const KEY_BYTES_MAX = 64;
/** Up to here a string is walked through; a longer one is worth a search. */
const WALK_BYTES = 48;

interface Level {
  readonly path: string;
  readonly wanted: Wanted;
}

/**
 * Picks values out of JSON that passes by, in pieces of any size, without holding it: memory is a
 * key and the wanted values (`gatewayValueBytesMax` each; longer ones are left out). An outermost
 * list is a list of documents. What is no JSON gives no values and no failure.
 */
export class JsonScan {
  readonly #wanted: Wanted;
  readonly #sink: JsonSink;
  /** The wanted objects we are in, and how many others in the innermost of them. */
  #levels: Level[] = [];
  #deep = 0;
  #inString = false;
  #escaped = false;
  /** In a wanted object: a key comes, is read, or has been read and its value comes. */
  #place: "key" | "in-key" | "value" | "scalar" = "key";
  #key: Buffer[] = [];
  #keyBytes = 0;
  #name = "";
  #kept: Buffer[] | null = null;
  #keptBytes = 0;

  constructor(wanted: Wanted, sink: JsonSink) {
    this.#wanted = wanted;
    this.#sink = sink;
  }

  /** Forgets a document that did not end. */
  reset(): void {
    this.#levels = [];
    this.#deep = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#place = "key";
    this.#key = [];
    this.#keyBytes = 0;
    this.#kept = null;
    this.#keptBytes = 0;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = 0; at < chunk.length; ) {
      if (this.#inString) {
        const end = this.#endOfString(chunk, at);
        const start = at;
        at = end;
        if (this.#inString) {
          if (this.#place === "in-key") this.#addKey(chunk.subarray(start, end));
          break;
        }
        if (this.#place === "in-key") this.#endKey(chunk, start, end);
        else if (this.#deep === 0 && this.#levels.length > 0) this.#endValue(chunk, from, at);
        continue;
      }
      if (this.#deep > 0) {
        at = this.#skip(chunk, at);
        if (this.#deep === 0) this.#endValue(chunk, from, at);
        continue;
      }
      const isKept = this.#kept !== null;
      at = this.#step(chunk, at, from);
      // A wanted value begins with the byte that was just read.
      if (!isKept && this.#kept !== null) from = at - 1;
    }
    if (this.#kept !== null) this.#keep(chunk.subarray(from));
  }

  /** One byte in a wanted object, or outside of everything. Gives back where to go on. */
  #step(chunk: Buffer, at: number, from: number): number {
    const byte = chunk[at] as number;
    if (byte === QUOTE) {
      this.#inString = true;
      if (this.#levels.length === 0) return at + 1;
      if (this.#place === "key") this.#place = "in-key";
      else if (this.#place === "value") this.#beginValue();
      return at + 1;
    }
    if (this.#levels.length === 0) {
      if (byte === OPEN_OBJECT) this.#enter({ path: "", wanted: this.#wanted });
      return at + 1;
    }
    switch (byte) {
      case OPEN_OBJECT:
      case OPEN_LIST:
        this.#open(byte);
        break;
      case CLOSE_OBJECT:
        if (this.#place === "scalar") this.#endValue(chunk, from, at);
        this.#leave();
        break;
      case CLOSE_LIST:
        break;
      case COMMA:
        if (this.#place === "scalar") this.#endValue(chunk, from, at);
        this.#place = "key";
        break;
      case COLON:
        this.#place = "value";
        break;
      default:
        if (byte > SPACE && this.#place === "value") {
          this.#beginValue();
          this.#place = "scalar";
        }
    }
    return at + 1;
  }

  #open(byte: number): void {
    const wanted = this.#wantedHere();
    if (byte === OPEN_OBJECT && typeof wanted === "object") {
      return this.#enter({ path: this.#pathHere(), wanted });
    }
    this.#beginValue();
    this.#deep = 1;
  }

  #enter(level: Level): void {
    this.#levels.push(level);
    this.#place = "key";
  }

  #leave(): void {
    this.#levels.pop();
    this.#place = "key";
    if (this.#levels.length === 0) this.#sink.document();
  }

  #wantedHere(): true | Wanted | undefined {
    const wanted = this.#levels.at(-1)?.wanted;
    return wanted !== undefined && Object.hasOwn(wanted, this.#name)
      ? wanted[this.#name]
      : undefined;
  }

  #pathHere(): string {
    const path = this.#levels.at(-1)?.path ?? "";
    return path === "" ? this.#name : `${path}.${this.#name}`;
  }

  #beginValue(): void {
    this.#kept = this.#wantedHere() === true ? [] : null;
    this.#keptBytes = 0;
  }

  #endValue(chunk: Buffer, from: number, to: number): void {
    if (this.#kept !== null) {
      this.#keep(chunk.subarray(Math.min(from, to), to));
      if (this.#keptBytes <= LIMITS.gatewayValueBytesMax) {
        this.#sink.value(this.#pathHere(), Buffer.concat(this.#kept).toString("utf8"));
      }
      this.#kept = null;
    }
    this.#place = "key";
  }

  #keep(bytes: Buffer): void {
    this.#keptBytes += bytes.length;
    if (this.#keptBytes <= LIMITS.gatewayValueBytesMax) this.#kept?.push(Buffer.from(bytes));
    else this.#kept?.splice(0);
  }

  #addKey(bytes: Buffer): void {
    this.#keyBytes += bytes.length;
    if (this.#keyBytes <= KEY_BYTES_MAX) this.#key.push(Buffer.from(bytes));
  }

  /** `chunk` has the rest of the key from `start`, and its closing quote before `end`. */
  #endKey(chunk: Buffer, start: number, end: number): void {
    this.#place = "value";
    if (this.#keyBytes === 0) {
      this.#name =
        end - start > KEY_BYTES_MAX ? "" : nameOf(chunk.toString("latin1", start, end - 1));
      return;
    }
    this.#addKey(chunk.subarray(start, end - 1));
    const isShort = this.#keyBytes <= KEY_BYTES_MAX;
    this.#name = isShort ? nameOf(Buffer.concat(this.#key).toString("latin1")) : "";
    this.#key = [];
    this.#keyBytes = 0;
  }

  /** Past the closing quote, or the end of the chunk while the string goes on. */
  #endOfString(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at++;
    }
    for (const walkEnd = Math.min(chunk.length, at + WALK_BYTES); at < walkEnd; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) at++;
    }
    while (at < chunk.length) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote === -1 ? chunk.length : quote;
      let slashes = 0;
      while (end - slashes > at && chunk[end - slashes - 1] === BACKSLASH) slashes++;
      const isEscaped = slashes % 2 === 1;
      if (quote === -1) {
        this.#escaped = isEscaped;
        return chunk.length;
      }
      at = quote + 1;
      if (!isEscaped) {
        this.#inString = false;
        return at;
      }
    }
    // A backslash that ended the walk escapes the first byte of what comes next.
    this.#escaped = at > chunk.length;
    return chunk.length;
  }

  /** Through objects and lists that are of no interest, up to a string or their end. */
  #skip(chunk: Buffer, from: number): number {
    let deep = this.#deep;
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at++];
      if (byte === QUOTE) {
        this.#inString = true;
        break;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) deep++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        deep--;
        if (deep === 0) break;
      }
    }
    this.#deep = deep;
    return at;
  }
}

/** A key may be written with escapes: `"us\u0061ge"`. Those that are wanted are ASCII. */
function nameOf(written: string): string {
  if (!written.includes("\\")) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return "";
  }
}
