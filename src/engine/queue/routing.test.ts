import { describe, expect, it } from "vitest";
import type { RoutedRole } from "../../model/index.ts";
import { factsOf } from "../../model/state.fixture.ts";
import { executing } from "../scenario.fixture.ts";

const role = (id: string, words: readonly string[], rest = false): RoutedRole => {
  return { id, domain: id, words, files: [`src/${id}/**`], rest, capabilities: [], agent: null };
};
const ROUTING = [role("database", ["migration"]), role("frontend", ["page"])];
const NAMES = { names: { frontend: ["Fay"], database: ["Dan"], default: ["Aria", "Bruno"] } };

const WORK = [
  factsOf("1", { title: "A migration" }),
  factsOf("2", { title: "A page", dependsOn: ["self:1"] }),
  factsOf("3", { title: "Another page", dependsOn: ["self:2"] }),
  factsOf("4", { title: "What is left", dependsOn: ["self:3"] }),
  factsOf("5", { title: "A page of Dan's", assignee: "Database", dependsOn: ["self:4"] }),
];

describe("work that is routed", () => {
  it("is taken by an agent of its role, who does all of it that it can", () => {
    const s = executing(WORK, { routing: ROUTING, ...NAMES });
    s.run();
    const agents = WORK.map(({ id }) => s.stream(id).agent);
    expect(agents.map((agent) => `${agent?.name} ${agent?.role}`)).toEqual([
      "Dan database",
      "Fay frontend",
      "Fay frontend",
      "Aria coder",
      "Dan database",
    ]);
    expect(new Set(agents.map((agent) => agent?.id)).size).toBe(3);
  });

  it("is anybody's where no roles are set", () => {
    const s = executing(WORK, NAMES);
    s.run();
    const agents = WORK.map(({ id }) => s.stream(id).agent);
    expect(new Set(agents.map((agent) => agent?.id))).toEqual(new Set(["agent-1"]));
    expect(agents[0]?.role).toBe("coder");
  });

  it("side by side has an agent each", () => {
    const pages = ["1", "2"].map((id) => factsOf(id, { title: "A page" }));
    const s = executing(pages, { routing: ROUTING, ...NAMES });
    expect(pages.map(({ id }) => s.stream(id).agent?.name)).toEqual(["Fay", "Aria"]);
    expect(pages.map(({ id }) => s.stream(id).agent?.role)).toEqual(["frontend", "frontend"]);
  });
});
