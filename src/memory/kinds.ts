import type { MemoryKind } from "./types.ts";
import { MEMORY_KINDS } from "./types.ts";
import { FAILED_TAG } from "./tiers.ts";

/** The tag of what was learned from a mistake, as the origin of 000 writes it. */
export const MISTAKE_TAG = "learned-from-mistake";

interface Reading {
  readonly kind: MemoryKind;
  readonly tags: readonly string[];
}

/** What agents call their notes, in their own words. */
const WORDS: ReadonlyMap<string, Reading> = new Map([
  ...MEMORY_KINDS.map((kind): [string, Reading] => [kind, { kind, tags: [] }]),
  ["lesson", { kind: "insight", tags: [] }],
  ["learning", { kind: "insight", tags: [] }],
  ["tip", { kind: "insight", tags: [] }],
  ["pitfall", { kind: "insight", tags: [MISTAKE_TAG] }],
  ["mistake", { kind: "insight", tags: [MISTAKE_TAG] }],
  ["gotcha", { kind: "insight", tags: [MISTAKE_TAG] }],
  ["dead-end", { kind: "insight", tags: [FAILED_TAG] }],
  ["failed", { kind: "insight", tags: [FAILED_TAG] }],
  ["failure", { kind: "insight", tags: [FAILED_TAG] }],
  ["fact", { kind: "context", tags: [] }],
  ["decision", { kind: "context", tags: ["decision"] }],
  ["convention", { kind: "context", tags: ["convention"] }],
  ["architecture", { kind: "context", tags: ["architecture"] }],
  ["agent", { kind: "relationship", tags: [] }],
  ["question", { kind: "uncertainty", tags: [] }],
  ["risk", { kind: "uncertainty", tags: ["risk"] }],
]);

/** What nobody has a word for is knowledge of the project, with that word as its tag. */
export function readKind(word: string | null): Reading {
  const plain = (word ?? "")
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  const known = WORDS.get(plain) ?? WORDS.get(plain.replace(/s$/, ""));
  return known ?? { kind: "context", tags: plain === "" ? [] : [plain] };
}
