import { describe, expect, it } from "vitest";
import { EXIT, OrchestratorError } from "../../model/index.ts";
import { asFailure, deliver, envelopeOf, failureAnswer } from "./answer.ts";
import { splitGlobals } from "./globals.ts";
import { recordingTerminal } from "./terminal/recording-terminal.fixture.ts";
import { chooseStyle } from "./terminal/style.ts";

function outlet(...words: string[]) {
  const { globals } = splitGlobals(words);
  const terminal = recordingTerminal();
  return { globals, terminal, style: chooseStyle(globals, {}, false) };
}

describe("deliver", () => {
  it("prints one envelope on standard output and nothing on standard error", () => {
    const to = outlet("--json");
    const exit = deliver(to, { schema: "x", data: { a: 1 }, text: "for people", warnings: ["w"] });
    expect(exit).toBe(0);
    expect(JSON.parse(to.terminal.stdout())).toEqual({
      schema: "orchestrator/x@1",
      ok: true,
      data: { a: 1 },
      warnings: ["w"],
      next: [],
    });
    expect(to.terminal.stderr()).toBe("");
  });

  it("says what, why and what to do on standard error", () => {
    const to = outlet();
    const error = new OrchestratorError("no-roadmap", "there is none", { hint: "Write one." });
    expect(deliver(to, failureAnswer("status", error))).toBe(EXIT.precondition);
    expect(to.terminal.stdout()).toBe("");
    expect(to.terminal.stderr()).toBe("orchestrator: there is none\n  Write one.\n");
  });

  it("keeps escapes in a message from reaching the terminal", () => {
    const to = outlet();
    deliver(to, failureAnswer("x", new OrchestratorError("no-match", "a\u001b[2Jb", {})));
    expect(to.terminal.stderr()).toBe("orchestrator: ab\n");
  });

  it("ends a stream of events with the whole answer", () => {
    const to = outlet("--ndjson");
    deliver(to, { schema: "run", data: { session: "s-1" }, text: "" });
    const line = JSON.parse(to.terminal.stdout());
    expect(line).toMatchObject({ type: "finished", ok: true, exit: 0, data: { session: "s-1" } });
  });

  it("stays quiet about what comes next when asked to", () => {
    const to = outlet("--quiet");
    deliver(to, { schema: "x", data: null, text: "t", next: ["orchestrator run"] });
    expect(to.terminal.stderr()).toBe("");
  });
});

describe("envelopeOf", () => {
  it("is ok exactly when the exit code is 0, and keeps the data when it is not", () => {
    const failure = { code: "pending", message: "wait" } as const;
    const envelope = envelopeOf({ schema: "x", data: [1], text: "", exit: EXIT.pending, failure });
    expect(envelope).toMatchObject({ ok: false, data: [1], error: failure });
  });
});

describe("asFailure", () => {
  it("calls what has no code a bug", () => {
    expect(asFailure(new TypeError("x is not a function")).exitCode).toBe(EXIT.bug);
    expect(asFailure("thrown text").exitCode).toBe(EXIT.bug);
  });
});

describe("chooseStyle", () => {
  it("colours a terminal unless its owner declined", () => {
    const { globals } = splitGlobals([]);
    expect(chooseStyle(globals, {}, true).colour).toBe(true);
    expect(chooseStyle(globals, {}, false).colour).toBe(false);
    expect(chooseStyle(globals, { NO_COLOR: "1" }, true).colour).toBe(false);
    expect(chooseStyle(globals, { NO_COLOR: "" }, true).colour).toBe(true);
    expect(chooseStyle(globals, { TERM: "dumb" }, true).colour).toBe(false);
    expect(chooseStyle(globals, { FORCE_COLOR: "1" }, false).colour).toBe(true);
    expect(chooseStyle(globals, { ACCESSIBLE: "1" }, true).colour).toBe(false);
  });
});
