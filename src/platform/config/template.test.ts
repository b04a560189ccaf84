import fc from "fast-check";
import { expect, it } from "vitest";
import { defaultConfigText } from "./template.ts";
import { validateSettings } from "./reading/validate.ts";

it("writes a file that says exactly what was chosen, whatever the texts hold", () => {
  const text = fc.string({ minLength: 1, maxLength: 40 }).filter((each) => /^[ -~]+$/.test(each));
  const tricky = fc.constantFrom(
    "yes",
    "null",
    "- x",
    "a: b",
    "#c",
    "{x}",
    "1.5",
    "!t",
    "'",
    '"\\',
  );
  const any = fc.oneof(text, tricky);
  fc.assert(
    fc.property(any, any, any, any, (roadmap, gate, command, step) => {
      const written = defaultConfigText({
        roadmap,
        agent: { adapter: "command", run: command },
        gates: [
          { name: gate, check: { kind: "command", run: command } },
          { name: "clean", check: { kind: "git-clean" } },
        ],
        setup: [{ run: step, cacheKey: ["package-lock.json"], cachePaths: [] }],
        concurrency: 2,
      });
      const read = validateSettings(written);
      expect(read).toEqual({
        ok: true,
        value: {
          unknownKeys: [],
          settings: {
            roadmap,
            agents: { default: { adapter: "command", run: command } },
            gates: [
              { name: gate, run: command },
              { name: "clean", check: "git-clean" },
            ],
            setup: [{ run: step, cache_key: ["package-lock.json"] }],
            concurrency: 2,
          },
        },
      });
    }),
    { numRuns: 200 },
  );
});

it("leaves the agent to be filled in when none was found", () => {
  const written = defaultConfigText({
    roadmap: "plans/roadmap.md",
    agent: null,
    gates: [],
    setup: [],
    concurrency: 3,
  });
  expect(validateSettings(written)).toMatchObject({ ok: true, value: { unknownKeys: [] } });
  expect(written).toContain("# default:");
});
