import { expect, test } from "vitest";
import { foldMemory, readKind } from "./index.ts";
import { DAY_MS, NOW_MS, said } from "./memory.fixture.ts";
import type { MemoryRecord, RevokedScope, Revocation } from "./types.ts";

function fold(records: readonly MemoryRecord[], landed: readonly string[] = [], nowMs = NOW_MS) {
  return foldMemory(records, { nowMs, hasLanded: (one) => landed.includes(one) });
}

function revoked(scope: RevokedScope, name: string): Revocation {
  return { kind: "revoked", scope, name, by: "eve", reason: "wrong", atMs: NOW_MS };
}

const OTHER = { who: "Aria", attempt: "self:2.1/1" } as const;
const PERSON = { by: "person", who: "eve", attempt: null } as const;

test("what is said again is one entry that weighs more, and another kind or subject is another", () => {
  const entries = fold([
    said("x"),
    said("x", {}, OTHER),
    said("x", { kind: "context" }),
    said("x", { about: "y" }),
    said("x", { agent: "Atlas" }),
  ]);
  expect(entries.map(({ strength }) => strength)).toEqual([2, 1, 1, 1]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(4);
});

test("who says a thing twice said it once", () => {
  expect(fold([said("x"), said("x")])[0]?.strength).toBe(1);
});

test("trust follows from the best of its sources", () => {
  const trustOf = (...records: MemoryRecord[]) => fold(records, ["self:2.1/1"])[0]?.trust;
  expect(trustOf(said("x"))).toBe("agent");
  expect(trustOf(said("x"), said("x", {}, OTHER))).toBe("landed");
  expect(trustOf(said("x"), said("x", {}, PERSON))).toBe("person");
  expect(trustOf(said("x", {}, { by: "import", attempt: null }))).toBe("imported");
});

test("a note rises with those who say it, decays with time, and stays where a person put it", () => {
  const tierAfter = (days: number, records: MemoryRecord[], landed: string[] = []) =>
    fold(records, landed, NOW_MS + days * DAY_MS)[0]?.tier;
  expect([0, 29, 31].map((days) => tierAfter(days, [said("x")]))).toEqual([
    "recent",
    "recent",
    "compost",
  ]);
  const landed = ["self:1.1/1"];
  expect([0, 89, 91].map((days) => tierAfter(days, [said("x")], landed))).toEqual([
    "medium",
    "medium",
    "compost",
  ]);
  const firm = [said("x"), said("x", {}, PERSON)];
  expect([0, 366, 400, 460].map((days) => tierAfter(days, firm))).toEqual([
    "long",
    "medium",
    "medium",
    "compost",
  ]);
  expect(tierAfter(9_999, [said("x", { pinned: "core" }, PERSON)])).toBe("core");
  expect(tierAfter(0, [said("x", { tags: ["failed"] })])).toBe("compost");
});

test("what is revoked counts for nothing, and an agent that says it again changes nothing", () => {
  const [{ id } = { id: "" }] = fold([said("x")]);
  const [entry] = fold([said("x"), revoked("entry", id), said("x", {}, OTHER)]);
  expect(entry?.revoked).toEqual({ by: "eve", reason: "wrong", atMs: NOW_MS });
  const [again] = fold([said("x"), revoked("entry", id), said("x", {}, PERSON)]);
  expect(again).toMatchObject({ revoked: null, trust: "person", sources: [PERSON] });
});

test("all that one attempt or one speaker noted can be revoked, and what others said stays", () => {
  const records = [
    said("x"),
    said("y"),
    said("y", {}, OTHER),
    said("z", {}, { ...OTHER, who: "Atlas" }),
  ];
  const standing = (...more: MemoryRecord[]) =>
    fold([...records, ...more])
      .filter((one) => one.revoked === null)
      .map(({ content, strength }) => `${content}${strength}`);
  expect(standing()).toEqual(["x1", "y2", "z1"]);
  expect(standing(revoked("attempt", "self:1.1/1"))).toEqual(["y1", "z1"]);
  expect(standing(revoked("speaker", "Aria"))).toEqual(["z1"]);
  expect(standing(revoked("speaker", "Aria"), said("x", {}, OTHER))).toEqual(["x1", "z1"]);
});

test("agents' own words for a kind are understood, and an unknown one is a tag", () => {
  expect(readKind("Pitfalls")).toEqual({ kind: "insight", tags: ["learned-from-mistake"] });
  expect(readKind("dead end").tags).toEqual(["failed"]);
  expect(readKind("Build system")).toEqual({ kind: "context", tags: ["build-system"] });
  expect(readKind(null)).toEqual({ kind: "context", tags: [] });
  expect(readKind("constructor")).toEqual({ kind: "context", tags: ["constructor"] });
});

test("a note holds no secret, nothing unseen, and not more than a note may", () => {
  const key = `sk-${"a".repeat(24)}`;
  expect(said(`Use ${key} for it`).content).toBe("Use [redacted] for it");
  expect(said("a\u202eb\u{e0041}c\u0007d\u200de").content).toBe("abcd\u200de");
  expect(said("a\r\nb\rc").content).toBe("a\nb\nc");
  const long = said("x", { agent: `A\n# b${"c".repeat(200)}` }, { who: "\u0007Eve\n" });
  expect([long.agent?.slice(0, 6), long.agent?.length, long.who]).toEqual(["A # bc", 100, "Eve"]);
  expect(() => said(" \n ")).toThrow("nothing to remember");
  expect(() => said("x".repeat(4_001))).toThrow("4001 characters are too many");
});
