import type { Event } from "../src/model/index.ts";

const PRIME = 0x01000193;

/** One number for a whole run: two runs of a seed are the same when it is (law I12). */
export class Digest {
  /** As a signed number, which V8 keeps without a box. */
  #hash = 0x811c9dc5 | 0;

  add(event: Event): void {
    this.#text(event.type);
    this.#number(event.atMs);
    if ("attempt" in event) this.#text(event.attempt);
    if ("key" in event) this.#text(event.key);
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
