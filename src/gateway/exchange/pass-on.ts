import type { IncomingMessage, ServerResponse } from "node:http";
import { monotonicMs } from "../../platform/index.ts";
import { clientHeaders } from "./headers.ts";
import { KeyMask } from "./key-mask.ts";
import { Meter, type Reading } from "../metering/meter.ts";
import type { Dialect } from "../provider.ts";
import { unpacked } from "../egress/upstream.ts";
import { UsageChunkFilter } from "../metering/usage-chunk.ts";

const KNOWN_PACKINGS = /^(?:|identity|gzip|x-gzip|deflate|br)$/i;

export interface Passing {
  /** Null: not counted. */
  readonly dialect: Dialect | null;
  /** The provider may be silent for so long within its answer. */
  readonly silenceMsMax: number;
  readonly dropUsageChunk: boolean;
  /** The user's key, which is not passed on. */
  readonly key: string;
  /** Called once, before the client is given the end. */
  readonly onEnd: (reading: Reading | null, end: Ending) => void;
}

/** `cut`: something of it is missing; `unreadable`: how much was said in it, nobody can tell. */
export type Ending = "whole" | "cut" | "unreadable";

/**
 * Passes an answer on as it comes, at the pace of whoever reads it, and counts it on the way.
 * Resolves when it is over, however; an answer that is cut upstream is cut for the client too.
 */
export function passOn(from: IncomingMessage, to: ServerResponse, passing: Passing): Promise<void> {
  const type = from.headers["content-type"] ?? "";
  const isEventStream = type.startsWith("text/event-stream");
  const meter = passing.dialect === null ? null : new Meter(passing.dialect, isEventStream);
  const filter = passing.dropUsageChunk && isEventStream ? new UsageChunkFilter() : null;
  const body = unpacked(from);
  const mask = new KeyMask(passing.key);
  writeHead(from, to, isEventStream, passing.key);
  return new Promise((resolve) => {
    let isOver = false;
    let heardMs = monotonicMs();
    const watch = setInterval(
      () => {
        // While the client does not read, the provider is not the one who is silent.
        if (to.writableNeedDrain) heardMs = monotonicMs();
        else if (monotonicMs() - heardMs > passing.silenceMsMax) finish("cut");
      },
      Math.min(1_000, passing.silenceMsMax),
    );
    const isKnown = KNOWN_PACKINGS.test(from.headers["content-encoding"] ?? "");
    // Of a packed answer that is cut, more may have come than could be unpacked.
    const isReadable = (isWhole: boolean): boolean => isKnown && (body === from || isWhole);
    const finish = (ending: "whole" | "cut"): void => {
      if (isOver) return;
      isOver = true;
      clearInterval(watch);
      passing.onEnd(meter?.reading ?? null, isReadable(ending === "whole") ? ending : "unreadable");
      from.destroy();
      if (ending === "whole") to.end();
      else to.destroy();
      resolve();
    };
    const give = (parts: readonly Buffer[]): void => {
      for (const part of parts) if (!to.write(part)) body.pause();
    };
    body.on("data", (chunk: Buffer) => {
      heardMs = monotonicMs();
      meter?.push(chunk);
      const clean = mask.push(chunk);
      if (clean.length > 0) give(filter === null ? [clean] : filter.push(clean));
    });
    to.on("drain", () => body.resume());
    to.on("close", () => finish("cut"));
    body.on("end", () => {
      const rest = mask.end();
      if (rest.length > 0) give(filter === null ? [rest] : filter.push(rest));
      if (filter !== null) give(filter.end());
      finish(from.complete ? "whole" : "cut");
    });
    from.on("error", () => finish("cut"));
    from.on("aborted", () => finish("cut"));
    // Unpacking fails as well where it is cut, or packed with something else than it says.
    body.on("error", () => finish("cut"));
  });
}

function writeHead(
  from: IncomingMessage,
  to: ServerResponse,
  isEventStream: boolean,
  key: string,
): void {
  const packing = from.headers["content-encoding"] ?? "";
  to.writeHead(from.statusCode ?? 502, {
    ...clientHeaders(from.headers, key),
    ...(KNOWN_PACKINGS.test(packing) ? {} : { "content-encoding": packing }),
  });
  if (isEventStream) to.flushHeaders();
}
