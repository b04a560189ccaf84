import type { IncomingMessage, ServerResponse } from "node:http";
import { LIMITS } from "../../model/index.ts";
import { monotonicMs, nowMs, randomId, sleep } from "../../platform/index.ts";
import type { Accounts } from "./accounts.ts";
import { type Attempt, recordOf } from "../attempt.ts";
import { countsOf, reservationOf, settle } from "../metering/cost.ts";
import { clientHeaders, upstreamHeaders } from "./headers.ts";
import { failureOf, said, wordsOf } from "./failure.ts";
import type { Limited, Patience, ProviderKey, Stopped, UsageRecord } from "../messages.ts";
import { NOTHING_READ, type Reading } from "../metering/meter.ts";
import { type Ending, passOn } from "./pass-on.ts";
import { type Failure, isOutage, judge } from "./patience.ts";
import { type Route, upstreamUrl } from "../provider.ts";
import { type Answer, type Refusal, refuse } from "./refusal.ts";
import { type RequestFacts, askForUsage, readRequest } from "./request.ts";
import { type Lines, askOnce } from "../egress/upstream.ts";

/** What the exchanges of all attempts share. */
export interface Exchanges {
  readonly accounts: Accounts;
  readonly lines: Lines;
  readonly patience: Patience;
  readonly onUsage: (usage: UsageRecord) => void;
  readonly onStopped: (stopped: Stopped) => void;
  readonly onLimited: (limited: Limited) => void;
}

type Outcome =
  | { readonly kind: "answered"; readonly response: IncomingMessage; readonly askedMs: number }
  /** The provider's own refusal, which is passed on. */
  | { readonly kind: "failed"; readonly failure: Failure; readonly why: "auth" | "credit" | null }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** One request of an agent to a model API, from its first byte to its record. */
export class Exchange {
  readonly #shared: Exchanges;
  readonly #attempt: Attempt;
  readonly #route: Route;
  readonly #query: URLSearchParams;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #gone = new AbortController();
  readonly #requestId = `r-${randomId(6)}`;
  /** What it has come to so far: also tries that nobody heard of again. */
  readonly #records: UsageRecord[] = [];
  #heldBytes = 0;

  constructor(
    shared: Exchanges,
    attempt: Attempt,
    what: {
      readonly route: Route;
      readonly query: URLSearchParams;
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
    },
  ) {
    this.#shared = shared;
    this.#attempt = attempt;
    this.#route = what.route;
    this.#query = what.query;
    this.#request = what.request;
    this.#response = what.response;
    this.#response.on("close", () => {
      if (!this.#response.writableFinished) this.#gone.abort();
    });
  }

  async run(): Promise<void> {
    try {
      await this.#run();
    } finally {
      this.#attempt.letGo(this.#heldBytes);
    }
  }

  async #run(): Promise<void> {
    const { dialect } = this.#route;
    const body = await this.#readBody();
    if (body === null) {
      return this.#refuse({ kind: "too-large", message: "The request is too large." });
    }
    if (dialect === null) return await this.#free(body);
    const packing = this.#request.headers["content-encoding"] ?? "identity";
    const facts = packing === "identity" ? readRequest(body, dialect) : null;
    if (facts === null) {
      return this.#refuse({ kind: "bad-request", message: "The request is no plain JSON object." });
    }
    if (facts.isBackground) {
      // Its tokens would be spent after the answer, where nobody counts them.
      return this.#refuse({ kind: "bad-request", message: "Background requests are not counted." });
    }
    const key = await this.#key();
    if (key === null) return this.#noKey();
    await this.#metered(key, body, { ...facts, model: facts.model ?? this.#route.model });
  }

  /** The key that its requests are made with; null when the leader has told none. */
  #key(): Promise<ProviderKey | null> {
    const { provider } = this.#route;
    const name = (): string | undefined => this.#attempt.spec.accounts[provider];
    return this.#shared.accounts.keyOf(name, this.#gone.signal);
  }

  /** Null when it is longer than any provider takes, or there is no room for it. */
  async #readBody(): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for await (const part of this.#request as AsyncIterable<Buffer>) {
      if (this.#heldBytes + part.length > LIMITS.gatewayRequestBytesMax) return null;
      if (!this.#attempt.hold(part.length)) return null;
      this.#heldBytes += part.length;
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  /** Costs nothing: lists of models, counts of tokens. */
  async #free(body: Buffer): Promise<void> {
    const key = await this.#key();
    if (key === null) return this.#noKey();
    const outcome = await this.#ask(key, body, null);
    if (outcome.kind !== "answered") return this.#deny(key, outcome);
    const { silenceMsMax } = this.#shared.patience;
    const more = { dropUsageChunk: false, key: key.apiKey, onEnd: () => undefined };
    await passOn(outcome.response, this.#response, { dialect: null, silenceMsMax, ...more });
  }

  async #metered(key: ProviderKey, body: Buffer, facts: RequestFacts): Promise<void> {
    const reservation = reservationOf(this.#attempt.spec.prices, facts);
    const admission = await this.#attempt.admit(reservation, this.#gone.signal);
    switch (admission) {
      case "granted":
        break;
      case "spent":
        return this.#spent();
      case "crowded":
        return this.#refuse({ kind: "unavailable", message: "Too many requests are waiting." });
      case "closed":
        return this.#refuse({ kind: "auth", message: "This attempt is over." });
      case "aborted":
        return;
    }
    try {
      // Before anything is asked: a kill from here on is charged with the reservation.
      const most = countsOf(facts.inputTokens, facts.outputTokensMax);
      this.#attempt.usage.begin(this.#record(most, facts.model, false));
      this.#attempt.usage.synced().catch(() => undefined);
      await this.#granted(key, body, facts);
    } finally {
      this.#settled();
      this.#attempt.settle(reservation, this.#records);
    }
  }

  async #granted(key: ProviderKey, body: Buffer, facts: RequestFacts): Promise<void> {
    const outcome = await this.#ask(key, askForUsage(body, facts), facts);
    if (outcome.kind !== "answered") {
      this.#attempt.usage.drop(this.#requestId);
      return this.#deny(key, outcome);
    }
    await passOn(outcome.response, this.#response, {
      dialect: this.#route.dialect,
      silenceMsMax: this.#shared.patience.silenceMsMax,
      dropUsageChunk: facts.isChatStream && !facts.asksUsage,
      key: key.apiKey,
      onEnd: (reading, ending) =>
        this.#charge(reading ?? NOTHING_READ, facts, { ending, askedMs: outcome.askedMs }),
    });
  }

  /** Written before the client has the end of the answer. */
  #charge(
    reading: Reading,
    facts: RequestFacts,
    end: { readonly ending: Ending; readonly askedMs: number },
    requestId = this.#requestId,
  ): void {
    const tookMs = monotonicMs() - end.askedMs;
    const { counts, exact } = settle(reading, facts, { ending: end.ending, tookMs });
    const model = reading.heard.model ?? facts.model;
    const record = { ...this.#record(counts, model, exact), requestId };
    this.#records.push(record);
    this.#attempt.usage.settle(record);
  }

  /** Reported only once they are on the disk. */
  #settled(): void {
    const records = [...this.#records];
    this.#attempt.usage.synced().then(
      () => {
        for (const record of records) this.#shared.onUsage(record);
      },
      (error: unknown) => process.stderr.write(`usage is not on the disk: ${String(error)}\n`),
    );
  }

  #record(counts: ReturnType<typeof countsOf>, model: string | null, exact: boolean): UsageRecord {
    const { provider } = this.#route;
    const what = { requestId: this.#requestId, provider, model, exact, atMs: nowMs(), ...counts };
    return recordOf(this.#attempt.spec, what);
  }

  /** Asks until there is an answer, or nothing more to be hoped for. */
  async #ask(key: ProviderKey, body: Buffer, facts: RequestFacts | null): Promise<Outcome> {
    const { accounts, lines, patience } = this.#shared;
    const { provider } = this.#route;
    const breaker = accounts.breakerOf(provider, key);
    const answersBefore = breaker.answers;
    const startedMs = monotonicMs();
    const { signal } = this.#gone;
    const method = this.#request.method ?? "POST";
    const payload = method === "POST" ? body : null;
    for (let tries = 1; ; tries++) {
      const limited = accounts.limitOf(provider, key);
      if (limited !== null) return this.#limitRefusal(limited);
      const waitedMs = monotonicMs() - startedMs;
      if (!(await breaker.enter(patience.retryMsMax - waitedMs, signal))) {
        const message = `${provider} is failing; it is not asked for a while.`;
        if (signal.aborted || facts === null || !breaker.hasSpoken) {
          return { kind: "refused", refusal: { kind: "unavailable", message } };
        }
        return this.#rest(key, nowMs() + patience.restMs, breaker.why || message);
      }
      const askedMs = monotonicMs();
      const asked = await askOnce(
        lines,
        upstreamUrl(key.baseUrl, this.#route, this.#query),
        {
          method,
          headers: upstreamHeaders(this.#request.headers, key, payload?.length ?? null),
          body: payload,
        },
        { answerMsMax: patience.answerMsMax, signal },
      );
      if (asked.kind === "unreachable" && asked.wasSent && facts !== null) {
        // It may have been worked on: nobody will ever tell.
        const lost = `${this.#requestId}.${tries}`;
        this.#charge(NOTHING_READ, facts, { ending: "cut", askedMs }, lost);
      }
      if (signal.aborted) {
        breaker.abandoned();
        return { kind: "refused", refusal: { kind: "unavailable", message: "" } };
      }
      if (asked.kind === "answered") breaker.spoke();
      if (asked.kind === "answered" && (asked.response.statusCode ?? 500) < 300) {
        if (facts === null) breaker.succeeded();
        else breaker.answered();
        return { kind: "answered", response: asked.response, askedMs };
      }
      const failure = await failureOf(asked, key);
      if (isOutage(failure)) breaker.failed(wordsOf(provider, failure));
      else breaker.succeeded();
      const isOwn = !breaker.hasSpoken || breaker.answers > answersBefore;
      const at = { tries, waitedMs, nowMs: nowMs(), chance: Math.random(), isOwn };
      const next = judge(failure, at, patience);
      if (next.kind === "retry") await sleep(next.afterMs, signal);
      else if (next.kind === "limited" && facts !== null) {
        return this.#rest(key, next.untilMs, wordsOf(provider, failure));
      } else {
        const why = next.kind === "auth" || next.kind === "credit" ? next.kind : null;
        return { kind: "failed", failure, why: facts === null ? null : why };
      }
    }
  }

  /** Nobody asks anything more of the account until then, and the leader is told. */
  #rest(key: ProviderKey, untilMs: number, message: string): Outcome {
    const told = this.#shared.accounts.limit(this.#route.provider, key, untilMs, message);
    this.#shared.onLimited(told);
    return this.#limitRefusal(told);
  }

  /** In our words, which name the time: what the provider said may not. */
  #limitRefusal(limited: Limited): Outcome {
    const retryAfterMs = limited.untilMs - nowMs();
    const until = new Date(limited.untilMs).toISOString();
    const message = `Usage limit reached; resets at ${until}. ${limited.message}`;
    return { kind: "refused", refusal: { kind: "limit", message, retryAfterMs } };
  }

  #deny(key: ProviderKey, outcome: Exclude<Outcome, { kind: "answered" }>): void {
    if (this.#gone.signal.aborted) return;
    if (outcome.kind === "refused") {
      if (outcome.refusal.kind === "limit") this.#tellLimit(key);
      return this.#refuse(outcome.refusal);
    }
    const { provider } = this.#route;
    const { failure, why: stops } = outcome;
    const { status } = failure;
    if (status === null || status < 400) {
      const why = status === null ? failure.body : `it answers with a redirect (${status})`;
      const message = `${provider} cannot be reached: ${why}.`;
      return this.#refuse({ kind: "unavailable", message });
    }
    if (stops !== null) {
      const refused = stops === "auth" ? "refuses the key" : "answers";
      const message = `${provider} ${refused} (${said(failure)}).`;
      this.#stop({ why: stops, message, resetAtMs: null });
    }
    // What was worth another try has had it here, and no program need sleep for an hour (Codex does).
    const {
      "retry-after": _,
      "retry-after-ms": __,
      ...headers
    } = clientHeaders(failure.headers, key.apiKey);
    this.#send({ status, headers: { ...headers, "x-should-retry": "false" }, body: failure.body });
  }

  #tellLimit(key: ProviderKey): void {
    const limited = this.#shared.accounts.limitOf(this.#route.provider, key);
    if (limited === null) return;
    this.#stop({ why: "limit", message: limited.message, resetAtMs: limited.untilMs });
  }

  #noKey(): void {
    const message = `The gateway has no key for ${this.#route.provider}.`;
    this.#stop({ why: "keys", message, resetAtMs: null });
    this.#refuse({ kind: "auth", message });
  }

  #spent(): void {
    const { tokens } = this.#attempt.spent;
    const message = `The allowance of this attempt is spent (${tokens} tokens).`;
    this.#stop({ why: "allowance", message, resetAtMs: null });
    this.#refuse({ kind: "allowance", message });
  }

  #stop(stopped: Omit<Stopped, "attempt" | "provider">): void {
    if (!this.#attempt.isNews(`${stopped.why} ${stopped.resetAtMs}`)) return;
    const { attempt } = this.#attempt.spec;
    this.#shared.onStopped({ attempt, provider: this.#route.provider, ...stopped });
  }

  #refuse(refusal: Refusal): void {
    this.#send(refuse(this.#route.provider, refusal));
  }

  #send(answer: Answer): void {
    if (this.#response.headersSent || this.#response.destroyed) return;
    this.#response.writeHead(answer.status, answer.headers);
    this.#response.end(answer.body);
  }
}
