import { describe, expect, it } from "vitest";
import type { StreamFacts } from "../../../model/index.ts";
import { factsOf } from "../../../model/state.fixture.ts";
import { interpretGoal } from "../../index.ts";

const facts: readonly StreamFacts[] = [
  factsOf("1.1", { title: "Production Monitoring" }),
  factsOf("1.2", { title: "Subscription Management" }),
  factsOf("1.3", { title: "Query Optimization", dependsOn: ["self:1.1"] }),
  factsOf("1.4", { title: "Remote Access" }),
  factsOf("1.5", { title: "Photo Gallery" }),
  factsOf("1.6", { title: "Address Book" }),
].map((one, order) => ({ ...one, order }));
const descriptions = new Map([
  ["self:1.1", "set up sentry and grafana dashboards write runbooks for common alarms"],
  ["self:1.2", "let readers cancel pause and reactivate what they pay each month"],
  ["self:1.3", "add indexes pool connections log slow statements"],
  ["self:1.4", "reach the house through a tunnel with a login"],
  ["self:1.5", "albums thumbnails and captions"],
  ["self:1.6", "import contacts from a file"],
]);

function read(goal: string, roadmap = facts) {
  const found = interpretGoal(goal, roadmap, { threshold: 0.5, descriptions });
  return { type: found.goalType, ids: found.matched.map((one) => one.id) };
}

describe("work described in other words", () => {
  it.each([
    ["hook up sentry and grafana, with runbooks for the usual alarms", "1.1"],
    ["readers should reactivate what they pay, monthly. Start that phase.", "1.2"],
    ["let readers pause and reactivate their subscription", "1.2"],
    ["make thumbnails and captions for the albums in the gallery", "1.5"],
  ])("is started where all that is written speaks for one: %s", (goal, id) => {
    expect(read(goal)).toEqual({ type: "run_single", ids: [id] });
  });

  it.each([
    ["it waits", "pool the connections and log slow statements of the queries"],
    ["it is only told of", "sentry and grafana alarms annoyed Bob all night"],
    ["it is only told of", "our readers cancel and reactivate what they pay"],
    ["something else is asked of it", "photograph the albums with captions of the gallery"],
    ["hardly a word of it is written", "hook up a robot lawn mower with grafana"],
    ["it is negated", "no sentry, no grafana, no runbooks for alarms"],
  ])("is not started where %s: %s", (_, goal) => {
    expect(read(goal).type).not.toMatch(/^run_/);
  });

  it("is not started in the stead of what was taken out of the roadmap", () => {
    const rest = facts.filter(({ id }) => id !== "1.1");
    const goal = "hook up sentry and grafana, with runbooks for the usual alarms";
    expect(read(goal, rest).type).not.toMatch(/^run_/);
  });

  it.each([
    "add a share gallery with captions of the albums",
    "build badge access to the house, with a login",
    "let visitors photograph the albums of the gallery",
  ])("is another thing where another word stands for one of its title: %s", (goal) => {
    expect(read(goal).type).not.toMatch(/^run_/);
  });
});
