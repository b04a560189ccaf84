import { describe, expect, it } from "vitest";
import { factsOf } from "../../../model/state.fixture.ts";
import { indexIds } from "./ids.ts";
import { joinSpoken } from "./spoken-ids.ts";

const index = indexIds([
  factsOf("REQ-312", { title: "Metrics" }),
  factsOf("6.10.1", { title: "Schema" }),
  factsOf("6.11", { title: "Images" }),
  factsOf("53", { title: "Encryption" }),
  factsOf("7", { title: "Two Factor Login" }),
]);

describe("ids read aloud", () => {
  it.each([
    ["req three twelve", "req 312"],
    ["six ten one", "6.10.1"],
    ["do six eleven please", "do 6.11 please"],
    ["stream fifty-three", "stream 53"],
    ["stream fifty three", "stream 53"],
  ])("are ids where the roadmap has them: %s", (said, read) => {
    expect(joinSpoken(said.split(" "), index).join(" ")).toBe(read);
  });

  it.each(["seven", "three agents", "two factor login", "the next three", "twenty five"])(
    "are words where they count something or name nothing: %s",
    (said) => {
      expect(joinSpoken(said.split(" "), index).join(" ")).toBe(said);
    },
  );
});
