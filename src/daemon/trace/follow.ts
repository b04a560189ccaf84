import { join } from "node:path";
import type { OpenTraces } from "../../journal/index.ts";
import { agentSpanId, measuresOf, openTraces, TraceFold } from "../../journal/index.ts";
import type { AgentStep, AttemptId, Span, State, TelemetryConfig } from "../../model/index.ts";
import { LIMITS, OrchestratorError } from "../../model/index.ts";
import type { Log } from "../../platform/index.ts";
import {
  monotonicMs,
  readJsonOrNull,
  removeFile,
  sleep,
  writeDurable,
} from "../../platform/index.ts";
import type { Sent } from "../../telemetry/index.ts";
import { encodeMeasures, encodeSpans, send } from "../../telemetry/index.ts";
import type { SeenEvent } from "../loop.ts";
import { messageOf } from "../message-of.ts";
import type { Workplace } from "../workplace.ts";
import { readSteps } from "./steps.ts";

/** How far a receiver has everything, and what was open there. */
interface Position {
  readonly url: string;
  readonly seq: number;
  readonly open: OpenTraces;
}

/** What the telemetry of a leader works with. */
export interface TelemetryParts {
  readonly workplace: Workplace;
  readonly config: TelemetryConfig;
  readonly log: Log;
  readonly state: () => State;
  /** The newest record, and events after a position, of the leader's own journal. */
  readonly seq: number;
  readonly eventsAfter: (seq: number) => Iterable<SeenEvent>;
}

/**
 * Tells the receiver what the journal says, beside everything else and never in its way: spans as
 * they end, figures every minute. After a kill it goes on where the receiver has everything; what
 * is told twice has the same ids. A receiver that is away for long loses the oldest.
 */
export class Telemetry {
  readonly #parts: TelemetryParts;
  readonly #fold: TraceFold;
  #queue: Span[] = [];
  #seq: number;
  #lost = 0;
  #failures = 0;
  #said = "";
  #nextSendMs: number;
  #nextMeasuresMs: number;
  #sending: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: TelemetryParts) {
    this.#parts = parts;
    const { repoId, logsDir } = parts.workplace;
    const known = readPosition(parts);
    const open = known?.open ?? openTraces(repoId, parts.state().session);
    const steps = (id: AttemptId) => this.#ifReadable(() => readSteps(logsDir, id));
    this.#fold = new TraceFold({ repoId, steps }, open);
    this.#seq = known?.seq ?? parts.seq;
    this.#nextSendMs = monotonicMs() + LIMITS.telemetrySendMs;
    this.#nextMeasuresMs = monotonicMs() + LIMITS.telemetryMetricsMs;
    // From here on nothing is left out, also if nobody takes anything before a kill.
    if (known === null) this.#keepPosition();
    else this.heed(parts.eventsAfter(this.#seq));
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Durable events, in order. */
  heed(events: Iterable<SeenEvent>): void {
    for (const { seq, event } of events) {
      this.#queue.push(...this.#fold.see(event));
      this.#seq = seq;
    }
    const over = this.#queue.length - LIMITS.telemetrySpansMax;
    if (over <= 0) return;
    this.#queue.splice(0, over);
    this.#lost += over;
  }

  /** `TRACEPARENT` for the process of an attempt's agent: what it does is below our own span. */
  parentOf(attempt: AttemptId): string | null {
    const open = this.#fold.open.attempts.find((one) => one.attempt === attempt);
    if (open === undefined) return null;
    return `00-${open.traceId}-${agentSpanId(open.traceId, attempt)}-01`;
  }

  /** Sends what there still is, for as long as a person is willing to wait. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    const untilMs = monotonicMs() + LIMITS.telemetryEndMs;
    const left = () => Math.max(0, Math.ceil(untilMs - monotonicMs()));
    await this.#sentWithin(left());
    this.#nextMeasuresMs = 0;
    while (left() > 0 && (this.#queue.length > 0 || this.#nextMeasuresMs === 0)) {
      if (!(await this.#sendNext(left()))) break;
    }
    if (this.#queue.length > 0) this.#say(`${this.#queue.length} spans are not sent yet`);
  }

  /** What is on its way has come to its end, or has had its time. */
  async #sentWithin(ms: number): Promise<void> {
    if (this.#sending === null) return;
    const enough = new AbortController();
    await Promise.race([this.#sending, sleep(ms, enough.signal)]);
    enough.abort();
  }

  async #tick(): Promise<void> {
    const now = monotonicMs();
    const full = this.#queue.length >= LIMITS.telemetryBatchSpans && this.#failures === 0;
    if (this.#sending !== null || (now < this.#nextSendMs && !full)) return;
    this.#sending = this.#sendNext(LIMITS.telemetryRequestMs).then(
      () => undefined,
      (error: unknown) => this.#say(messageOf(error)),
    );
    await this.#sending;
    this.#sending = null;
  }

  /** False when there is no sense in going on at once. */
  async #sendNext(timeoutMs: number): Promise<boolean> {
    this.#nextSendMs = monotonicMs() + LIMITS.telemetrySendMs;
    const { config } = this.#parts;
    const batch = this.#queue.slice(0, LIMITS.telemetryBatchSpans);
    if (batch.length > 0) {
      const sent = await send(config, "traces", encodeSpans(config, batch), timeoutMs);
      if (!this.#heard(sent)) return false;
      // What was lost meanwhile was of this batch first: it stood at the front.
      const ids = new Set(batch.map(({ spanId }) => spanId));
      this.#queue = this.#queue.filter(({ spanId }) => !ids.has(spanId));
    }
    if (this.#queue.length === 0) this.#keepPosition();
    if (monotonicMs() < this.#nextMeasuresMs) return true;
    this.#nextMeasuresMs = monotonicMs() + LIMITS.telemetryMetricsMs;
    const state = this.#parts.state();
    const body = encodeMeasures(config, measuresOf(state), state.nowMs);
    return this.#heard(await send(config, "metrics", body, timeoutMs));
  }

  /** True when the receiver wants no more of it, be it because it has it or because it never will. */
  #heard(sent: Sent): boolean {
    switch (sent.kind) {
      case "taken":
        this.#failures = 0;
        if (sent.warning !== null) this.#say(sent.warning);
        if (this.#lost > 0) this.#say(`${this.#lost} spans were lost while nobody took them`);
        this.#lost = 0;
        return true;
      case "refused":
        this.#say(`the receiver refused it: ${sent.why}`);
        return true;
      case "later": {
        this.#say(sent.why);
        const backOffMs = LIMITS.telemetrySendMs * 2 ** Math.min(this.#failures, 10);
        const waitMs = Math.max(backOffMs, sent.afterMs ?? 0);
        this.#failures += 1;
        this.#nextSendMs = monotonicMs() + Math.min(waitMs, LIMITS.telemetryRetryMsMax);
        return false;
      }
    }
  }

  /** Once, until it is something else: a receiver that is away all night is one line. */
  #say(what: string): void {
    if (what !== this.#said) this.#parts.log.warn("something is wrong", { what });
    this.#said = what;
  }

  /** A trace with less in it is no reason for the work to stop. */
  #ifReadable(read: () => readonly AgentStep[]): readonly AgentStep[] {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      this.#say(error.message);
      return [];
    }
  }

  #keepPosition(): void {
    const { url } = this.#parts.config;
    const position: Position = { url, seq: this.#seq, open: this.#fold.open };
    try {
      writeDurable(positionPath(this.#parts.workplace), JSON.stringify(position), { mode: 0o600 });
    } catch (error) {
      if (!(error instanceof OrchestratorError)) throw error;
      this.#say(error.message);
    }
  }
}

const TICK_MS = 500;

function positionPath({ stateDir }: Workplace): string {
  return join(stateDir, "telemetry.json");
}

/** What happens while nobody is to be told is nobody's to hear later. */
export function forgetTelemetry(workplace: Workplace): void {
  removeFile(positionPath(workplace));
}

/** Null where there is none, or it is of another receiver, or of another journal than this one. */
function readPosition({ workplace, config, seq }: TelemetryParts): Position | null {
  const position = readJsonOrNull(positionPath(workplace)) as Position | null;
  return position?.url === config.url && position.seq <= seq ? position : null;
}
