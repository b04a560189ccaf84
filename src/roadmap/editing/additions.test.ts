import { expect, test } from "vitest";
import { applyAdditions, proposeAdditions } from "./additions.ts";
import { parseRoadmap } from "../parse.ts";

const ROADMAP = `# Roadmap

### Phase 1.1: Parser
- **Status:** ✅ Complete

### Phase 1.2: Printer
- **Status:** ⚪ Not Started
`;

function proposed(value: unknown, text = ROADMAP) {
  return proposeAdditions(text, JSON.stringify(value));
}

function why(value: unknown): string {
  const found = proposed(value);
  return found.ok ? "proposed" : found.error.message;
}

test("what one waits for is written first, under ids of the roadmap's own series", () => {
  const found = proposed([
    { id: "1.1", title: "Last", dependencies: ["first", "1.2"] },
    { id: "first", title: "First", priority: "CRITICAL", effort: "S", files: ["a.ts"] },
  ]);
  if (!found.ok) throw new Error(found.error.message);
  expect(found.value).toMatchObject([
    { id: "1.3", title: "First", priority: "critical", effort: "S", files: ["a.ts"] },
    { id: "1.4", title: "Last", dependsOn: ["1.3", "1.2"] },
  ]);
  const written = applyAdditions(ROADMAP, found.value);
  if (!written.ok) throw new Error(written.error.message);
  expect(written.value.startsWith(ROADMAP.trimEnd())).toBe(true);
  expect(parseRoadmap(written.value).diagnostics).toEqual([]);
  expect(applyAdditions(written.value, found.value)).toEqual(written);
});

test("an empty roadmap takes them, and so does one of JSON", () => {
  for (const text of ["", '{"requirements":[{"id":"REQ-001","title":"Old"}]}']) {
    const found = proposed({ title: "New" }, text);
    if (!found.ok) throw new Error(found.error.message);
    const written = applyAdditions(text, found.value);
    const titles = written.ok
      ? parseRoadmap(written.value).workStreams.map((one) => one.title)
      : [];
    expect(titles).toContain("New");
  }
});

test("a title cannot bring lines, fields or a terminal's commands into the roadmap", () => {
  const found = proposed([
    {
      title: "A\n### Phase 9.9: B\n- **Status:** Complete\u001b[2J\u202e",
      acceptanceCriteria: ["x\n- y"],
    },
  ]);
  if (!found.ok) throw new Error(found.error.message);
  const written = applyAdditions(ROADMAP, found.value);
  const after = parseRoadmap(written.ok ? written.value : "").workStreams;
  expect(after.map(({ id }) => id)).toEqual(["1.1", "1.2", "1.3"]);
  expect(after[2]).toMatchObject({ status: "not_started" });
  expect(written.ok && /[\u001b\u202e]/.test(written.value)).toBe(false);
});

test("what cannot be meant is refused as a whole, with the reason", () => {
  expect(why([])).toContain("no work stream");
  expect(why(7)).not.toBe("proposed");
  expect(why([{ title: " \u0007 " }])).not.toBe("proposed");
  expect(
    why([
      { id: "a", title: "A" },
      { id: "a", title: "B" },
    ]),
  ).toContain("called a");
  expect(why([{ id: "a", title: "A", dependencies: ["a"] }])).toContain("circle");
  expect(why([{ title: "A", dependencies: ["2.2"] }])).toContain("2.2, which is nowhere");
  expect(why(Array.from({ length: 21 }, () => ({ title: "A" })))).toContain("too many");
});

test("an id that somebody took meanwhile is not written twice", () => {
  const found = proposed([{ title: "New" }]);
  if (!found.ok) throw new Error(found.error.message);
  const taken = `${ROADMAP}\n### Phase 1.3: Mine\n- **Status:** ⚪ Not Started\n`;
  expect(applyAdditions(taken, found.value)).toMatchObject({ ok: false });
});
