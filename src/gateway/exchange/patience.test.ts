import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../model/index.ts";
import { isListed, isPublicAddress, placeOf } from "../egress/addresses.ts";
import { type Failure, PATIENCE, judge, resetIn } from "./patience.ts";
import { routeOf, upstreamUrl } from "../provider.ts";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const failure = (status: number | null, headers: Failure["headers"] = {}, body = ""): Failure => ({
  status,
  headers,
  body,
});
const judged = (one: Failure, tries = 1, waitedMs = 0, isOwn = false) =>
  judge(one, { tries, waitedMs, nowMs: NOW_MS, chance: 0, isOwn }, PATIENCE);

describe("when a provider wants to be asked again", () => {
  test.each<readonly [Failure["headers"], string, number | null]>([
    [{}, "", null],
    [{ "retry-after": "7" }, "", 7_000],
    [{ "retry-after-ms": "250", "retry-after": "1" }, "", 250],
    [{ "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT" }, "", 30_000],
    [{ "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" }, "", 0],
    [{ "retry-after": "soon" }, "", null],
    [{ "anthropic-ratelimit-unified-reset": String(NOW_MS / 1_000 + 90) }, "", 90_000],
    [{ "anthropic-ratelimit-unified-reset": "9999999999", "retry-after": "5" }, "", 5_000],
    [
      {
        "anthropic-ratelimit-unified-reset": "9999999999",
        "anthropic-ratelimit-unified-status": "allowed_warning",
      },
      "",
      null,
    ],
    [
      {
        "anthropic-ratelimit-requests-remaining": "5",
        "anthropic-ratelimit-requests-reset": "2026-11-21T12:10:00Z",
        "anthropic-ratelimit-tokens-remaining": "0",
        "anthropic-ratelimit-tokens-reset": "2026-11-21T12:00:20Z",
      },
      "",
      20_000,
    ],
    [{ "x-ratelimit-reset-tokens": "6m0s", "x-ratelimit-remaining-tokens": "0" }, "", 360_000],
    [{ "x-ratelimit-reset-requests": "20ms", "x-ratelimit-remaining-requests": "0" }, "", 20],
    [{}, '{"error":{"details":[{"retryDelay": "59s"}]}}', 59_000],
    [{}, '{"error":{"resets_in_seconds":120}}', 120_000],
    [{}, `{"error":{"resets_at": ${NOW_MS / 1_000 + 3_600}}}`, 3_600_000],
  ])("%j %s: %j ms", (headers, body, expected) => {
    expect(resetIn(failure(429, headers, body), NOW_MS)).toBe(expected);
  });

  test("no header makes it ask for ever, or in the past", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom(null, 429, 500, 529),
        (a, b, status) => {
          const headers = { "retry-after": a, "anthropic-ratelimit-unified-reset": b };
          const next = judged(failure(status, headers, b));
          if (next.kind === "retry") {
            expect(next.afterMs).toBeGreaterThan(0);
            expect(next.afterMs).toBeLessThanOrEqual(PATIENCE.retryMsMax);
          }
          if (next.kind === "limited") {
            expect(next.untilMs - NOW_MS).toBeLessThanOrEqual(LIMITS.usageLimitMsMax);
          }
        },
      ),
    );
  });
});

describe("a failure", () => {
  const limitedFor = (ms: number) => ({ kind: "limited", untilMs: NOW_MS + ms });

  test("is waited for, reported as a limit, or passed on", () => {
    expect(judged(failure(500))).toEqual({ kind: "retry", afterMs: PATIENCE.retryBaseMs });
    expect(judged(failure(null), 3)).toEqual({ kind: "retry", afterMs: PATIENCE.retryBaseMs * 4 });
    expect(judged(failure(529, { "x-should-retry": "false" }))).toEqual({ kind: "pass" });
    expect(judged(failure(429, { "retry-after": "3600" }))).toEqual(limitedFor(3_600_000));
    expect(judged(failure(429, {}, '{"error":{"type":"usage_limit_reached"}}'))).toEqual(
      limitedFor(LIMITS.usageLimitMs),
    );
    for (const status of [400, 404, 413, 422, 307]) {
      expect(judged(failure(status))).toEqual({ kind: "pass" });
    }
  });

  test("that lasts through all tries is no longer asked about, for a while", () => {
    const { triesMax, retryMsMax, restMs } = PATIENCE;
    expect(judged(failure(429, { "retry-after": "2" }), triesMax)).toEqual(limitedFor(restMs));
    expect(judged(failure(500), triesMax)).toEqual(limitedFor(restMs));
    expect(judged(failure(529), 1, retryMsMax)).toEqual(limitedFor(restMs));
    expect(judged(failure(503, { "retry-after": "3600" }))).toEqual(limitedFor(3_600_000));
    // The provider answers others: it is this request that it fails at.
    expect(judged(failure(500), triesMax, 0, true)).toEqual({ kind: "pass" });
  });

  test("of a key or an account is a person's, whatever the status is", () => {
    expect(judged(failure(401))).toEqual({ kind: "auth" });
    expect(judged(failure(403))).toEqual({ kind: "auth" });
    expect(judged(failure(402))).toEqual({ kind: "credit" });
    const quota = '{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}';
    expect(judged(failure(429, {}, quota))).toEqual({ kind: "credit" });
  });
});

test("a provider's path is joined to its base whichever way that is written", () => {
  const route = routeOf("POST", "/openai/v1/responses");
  if (route === null) throw new Error("no route");
  const query = new URLSearchParams("alt=sse&key=secret&x=1");
  for (const base of [
    "https://a.example",
    "https://a.example/",
    "https://a.example/v1",
    "https://a.example/v1/",
  ]) {
    expect(upstreamUrl(base, route, query).href).toBe("https://a.example/v1/responses?alt=sse");
  }
  expect(upstreamUrl("http://b.example:8080/p/q?x=y#z", route, new URLSearchParams()).href).toBe(
    "http://b.example:8080/p/q/v1/responses?x=y",
  );
});

describe("an address", () => {
  test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"])(
    "%s is public",
    (one) => {
      expect(isPublicAddress(one)).toBe(true);
    },
  );

  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:db8::1",
    "2001::1",
    "localhost",
    "",
    "127.1",
  ])("%s is not", (one) => {
    expect(isPublicAddress(one)).toBe(false);
  });

  test("is read in one way only", () => {
    expect(placeOf("A.Example.:443", null)).toEqual({ host: "a.example", port: 443 });
    expect(placeOf("[::1]:80", null)).toEqual({ host: "::1", port: 80 });
    expect(placeOf("a.example", 80)).toEqual({ host: "a.example", port: 80 });
    for (const text of [
      "a b:1",
      "a/b:1",
      "a%41:1",
      "a..b:1",
      ":1",
      "a:b:1",
      "[a]:1",
      "1.2.3:1",
      "a.0x1:1",
      "-a:1",
      "ä.example:1",
    ]) {
      expect(placeOf(text, null)).toBe(null);
    }
  });

  test("is listed by itself or below a star, at the usual ports or its own", () => {
    const at = (host: string, port = 443) => ({ host, port });
    expect(isListed(["*.npmjs.org"], at("registry.npmjs.org"))).toBe(true);
    expect(isListed(["*.npmjs.org"], at("npmjs.org"))).toBe(false);
    expect(isListed(["*.npmjs.org"], at("evilnpmjs.org"))).toBe(false);
    expect(isListed(["A.example"], at("a.example", 80))).toBe(true);
    expect(isListed(["a.example"], at("a.example", 8443))).toBe(false);
    expect(isListed(["a.example:8443"], at("a.example", 8443))).toBe(true);
    expect(isListed(["a.example:8443"], at("a.example"))).toBe(false);
    expect(isListed([], at("a.example"))).toBe(false);
    expect(isListed([""], at("a.example"))).toBe(false);
  });
});
