import type { Event } from "../src/model/index.ts";

/** One number for a whole run: two runs of a seed are the same when it is (law I12). */
export class Digest {
  #hash = 0x811c9dc5;

  add(event: Event): void {
    this.#text(event.type);
    this.#number(event.atMs);
    if ("attempt" in event) this.#text(event.attempt);
    if ("key" in event) this.#text(event.key);
  }

  #text(text: string): void {
    for (let i = 0; i < text.length; i++) this.#number(text.charCodeAt(i));
  }

  #number(value: number): void {
    this.#hash = Math.imul(this.#hash ^ (value | 0), 0x01000193) >>> 0;
  }

  get text(): string {
    return this.#hash.toString(16).padStart(8, "0");
  }
}
