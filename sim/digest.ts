import type { AttemptId, Event, StreamKey } from "../src/model/index.ts";

/** What is told of any event, where it has it. */
interface Told extends Pick<Event, "type" | "atMs"> {
  readonly attempt?: AttemptId;
  readonly key?: StreamKey;
}

const PRIME = 0x01000193;

/** One number for a whole run: two runs of a seed are the same when it is (law I12). */
export class Digest {
  /** As a signed number, which V8 keeps without a box. */
  #hash = 0x811c9dc5 | 0;

  add(event: Event): void {
    const { type, atMs, attempt, key }: Told = event;
    this.#text(type);
    this.#number(atMs);
    if (attempt !== undefined) this.#text(attempt);
    if (key !== undefined) this.#text(key);
  }

  #text(text: string): void {
    let hash = this.#hash;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
    this.#hash = hash;
  }

  #number(value: number): void {
    this.#hash = Math.imul(this.#hash ^ (value | 0), PRIME);
  }

  get text(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }
}
