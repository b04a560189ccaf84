import { describe, expect, test } from "vitest";
import { readScript, stepsFor } from "./script.ts";

const read = (text: string) => {
  const script = readScript(text);
  if (!script.ok) throw new Error(`${script.error.line}: ${script.error.message}`);
  return script.value;
};

describe("a script", () => {
  test("knows every action, as a word or with its value", () => {
    const script = read(`
"1.2":
  - say: hello
  - sleep: 1.5
  - write: { path: a, text: "b" }
  - append: { path: a, text: "b" }
  - patch: { path: a, find: "b", replace: "c" }
  - delete: a
  - run: npm run format
  - usage: { inputTokens: 1, outputTokens: 2 }
  - ask: { question: why, expect: answer, timeout: 2 }
  - ask: { question: why }
  - send: { to: "channel:general", text: done }
  - commit: "feat: x"
  - flood: 10
  - flood
  - rate-limit: 5
  - daemonise
  - ignore-term
  - malformed: true
  - crash
  - hang
  - exit: 3
`);
    const steps = stepsFor(script, "1.2", 1) ?? [];
    expect(steps.map((step) => step.do)).toEqual(
      "say sleep write append patch delete run usage ask ask send commit flood flood rate-limit daemonise ignore-term malformed crash hang exit".split(
        " ",
      ),
    );
  });

  test("is chosen by stream and attempt, the most particular entry first", () => {
    const script = read(`
"1.2": [{ say: base }]
"1.2#2": [{ say: second }]
"*": [{ say: any }]
"*#2": [{ say: any second }]
`);
    const said = (id: string, attempt: number) => JSON.stringify(stepsFor(script, id, attempt));
    expect(said("1.2", 1)).toContain('"base"');
    expect(said("1.2", 2)).toContain('"second"');
    expect(said("1.3", 1)).toContain('"any"');
    expect(said("1.3", 2)).toContain('"any second"');
    expect(stepsFor(read('"1.2": []'), "9", 1)).toBeNull();
  });

  test("reads ids as they are written: 1.10 is not 1.1", () => {
    const script = read("1.10: [{ say: ten }]\n1.1: [{ say: one }]\n007: [{ say: bond }]\n");
    expect([...script.keys()]).toEqual(["1.10", "1.1", "007"]);
  });

  test.each([
    ["- a\n- b\n", 0, "maps work stream ids"],
    ['"1":\n  - say: a\n  - dance: b\n', 3, "dance"],
    ['"1":\n  - write: { path: a }\n', 2, "text"],
    ['"1": hello\n', 1, "list of steps"],
    ['"1":\n  - say: a\n\n  - say: b\n    run: c\n', 4, "exactly one"],
    ['"1":\n  - exit: 999\n', 2, "0 to 255"],
    ['"1": [\n', 1, ""],
    ['"1": []\n"1": []\n', 2, ""],
  ])("names the line of a mistake: %j", (text, line, message) => {
    const script = readScript(text);
    expect(script.ok).toBe(false);
    if (script.ok) return;
    expect(script.error.message).toContain(message);
    if (text !== '"1": [\n') expect(script.error.line).toBe(line);
  });
});
