import { describe, expect, test } from "vitest";
import type { AdapterName } from "../model/index.ts";
import { NOTHING_SEEN, see } from "./lines/seen.ts";
import { adapter, exited, judge, linesOf, NOW_MS, WELL } from "./streams.fixture.ts";

const STREAMS = Object.keys(WELL) as AdapterName[];

describe.each(STREAMS)("the stream of %s", (name) => {
  const well = WELL[name] ?? [];

  test("says who, what, which files, how much, and that it is done", () => {
    const lines = linesOf(name, well);
    const seen = lines.reduce(see, NOTHING_SEEN);
    expect(seen).toMatchObject({ session: "s-1", end: { kind: "finished" } });
    expect(seen.usage).toMatchObject({
      inputTokens: 100,
      outputTokens: 5,
      cacheReadTokens: 80,
    });
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "tool-started", files: ["/w/a"] }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ kind: "tool-ended", failed: false }));
    expect(judge(name, well)).toEqual({ kind: "claimed-done", summary: "All done" });
  });

  test("without its terminal event is no success, whatever the exit code", () => {
    for (let length = 0; length < well.length; length++) {
      const outcome = judge(name, well.slice(0, length));
      expect(outcome).toMatchObject({ kind: "failed", reason: "no-result" });
    }
    expect(judge(name, well.slice(0, -1), { exit: exited(2) })).toMatchObject({
      kind: "failed",
      reason: "exit-code",
    });
    const killed = { kind: "signalled", signal: "SIGKILL" } as const;
    expect(judge(name, well.slice(0, -1), { exit: killed })).toMatchObject({ reason: "crashed" });
    expect(judge(name, well, { exit: killed }).kind).toBe("claimed-done");
  });

  test("reads what is left of the reason on stderr", () => {
    const begun = well.slice(0, 1);
    const with_ = (stderr: string) => judge(name, begun, { exit: exited(1), stderr });
    expect(with_("ApiError: got status: 503. Service Unavailable")).toMatchObject({
      reason: "provider",
    });
    expect(with_("curl: HTTP 403 Forbidden")).toMatchObject({ reason: "provider" });
    expect(with_("HTTP 403: your API key was reported as leaked")).toMatchObject({
      kind: "login-needed",
    });
    expect(with_("connect ECONNREFUSED 127.0.0.1:1")).toMatchObject({ reason: "provider" });
    expect(with_("You have exhausted your quota; it will reset after 3h12m50s.")).toMatchObject({
      kind: "limited",
      untilMs: NOW_MS + ((3 * 60 + 12) * 60 + 50) * 1_000 + 5_000,
    });
    const login = with_("Please run /login · not logged in");
    expect(login.kind).toBe("login-needed");
    expect(login).toHaveProperty("message", expect.stringMatching(/Log in with: \w+/));
    expect(with_("something else")).toMatchObject({ kind: "failed", reason: "exit-code" });
  });

  test("may be cut into nonsense anywhere and is still read", () => {
    const whole = well.map((event) => JSON.stringify(event)).join("\n");
    for (let at = 0; at < whole.length; at += 7) {
      for (const half of [whole.slice(0, at), whole.slice(at)]) {
        const seen = linesOf(name, half.split("\n")).reduce(see, NOTHING_SEEN);
        expect(() => adapter(name).classify(exited(0), seen, NOW_MS)).not.toThrow();
      }
    }
  });
});
