import { LIMITS } from "../../model/index.ts";
import { JsonScan } from "./json-scan.ts";
import { SseScan, endOfEvent, eventWith } from "./sse-scan.ts";

const NEEDLE = Buffer.from("prompt_tokens");

/**
 * Takes the piece of a chat completion that only tells the usage out of the stream: we asked for
 * it, the client did not, and some clients fail on a piece without choices. Every event is held
 * until it is whole, unless it is longer than that piece can be.
 */
export class UsageChunkFilter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isLong = false;
  #hasUsage = false;
  #hasNoChoices = false;
  readonly #scan = new JsonScan(
    { usage: true, choices: true },
    {
      value: (path, text) => {
        if (path === "usage") this.#hasUsage = text !== "null";
        else this.#hasNoChoices = text.replace(/\s/g, "") === "[]";
      },
      document: () => {},
    },
  );
  #ended = false;
  readonly #events = new SseScan({
    data: (piece) => this.#scan.push(piece),
    event: () => {
      this.#ended = true;
    },
  });

  /** What is to be passed on now. */
  push(chunk: Buffer): Buffer[] {
    const out: Buffer[] = [];
    for (let from = 0; from < chunk.length; ) {
      if (this.#events.isBetween) {
        // Events that lie whole in the chunk without a count need not be looked into.
        const next = eventWith(chunk, NEEDLE, from);
        if (next > from) out.push(chunk.subarray(from, next));
        from = next;
      }
      const end = endOfEvent(chunk, from);
      const to = end === -1 ? chunk.length : end;
      const part = chunk.subarray(from, to);
      from = to;
      this.#events.push(part);
      this.#take(part, out);
    }
    return out;
  }

  /** What was held when the stream ended. */
  end(): Buffer[] {
    return this.#held.splice(0);
  }

  #take(part: Buffer, out: Buffer[]): void {
    if (this.#isLong) out.push(part);
    else {
      this.#held.push(part);
      this.#heldBytes += part.length;
      if (this.#heldBytes > LIMITS.gatewayValueBytesMax) {
        this.#isLong = true;
        out.push(...this.#held.splice(0));
      }
    }
    if (!this.#ended) return;
    if (!this.#hasUsage || !this.#hasNoChoices) out.push(...this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    this.#isLong = false;
    this.#hasUsage = false;
    this.#hasNoChoices = false;
    this.#ended = false;
    this.#scan.reset();
  }
}
