import { describe, expect, it } from "vitest";
import { garden, parseRoadmap, setStatus } from "./index.ts";

const ROADMAP = `# Roadmap

### Phase 1.0: Base
- **Status:** ✅ Complete

### Phase 1.1: With a dependency
- **Status:** ⚪ Not Started
- **Depends On:** Phase 1.0

### Phase 1.2: Without
- **Status:** 🔴 Blocked
`;

describe("a work stream that a person put on hold", () => {
  for (const id of ["1.1", "1.2"]) {
    it(`is left alone by gardening whatever it depends on: ${id}`, () => {
      const set = setStatus(ROADMAP, id, "blocked", { reason: "legal has\nto say yes" });
      if (!set.ok) throw new Error(set.error.message);
      const after = parseRoadmap(set.value.text);
      const stream = after.workStreams.find((one) => one.id === id);
      expect(stream).toMatchObject({ status: "blocked", workable: false, available: false });
      expect(stream?.statusText).toContain("on hold: legal has to say yes");
      expect(garden(after).unblocked.map((one) => one.id)).not.toContain(id);
    });
  }

  it("is free again as soon as the status says something else", () => {
    const held = setStatus(ROADMAP, "1.1", "blocked", { reason: "wait" });
    const freed = held.ok ? setStatus(held.value.text, "1.1", "not_started") : held;
    expect(freed.ok ? freed.value.text : "").toBe(ROADMAP);
  });
});
