import { TextBudget } from "./budget.ts";
import { distil } from "./distil.ts";
import { FAILED_TAG } from "./tiers.ts";
import type { MemoryEntry, MemoryKind } from "./types.ts";
import { MEMORY_KINDS, MEMORY_TIERS } from "./types.ts";

const SUMMARIES_SHOWN = 2;
const TEAM_SHOWN = 30;
const CORE_SHOWN = 20;
const FAILED_SHOWN = 5;

interface Shown {
  readonly kind: MemoryKind;
  readonly heading: string;
  readonly most: number;
  readonly line: (entry: MemoryEntry) => string;
}

/** What is told of an agent's own notes after its summaries, in this order (as the origin does). */
const SECTIONS: readonly Shown[] = [
  {
    kind: "insight",
    heading: "## Recent Insights",
    most: 5,
    line: ({ content, fromMistake }) => `${fromMistake ? "[from mistake] " : ""}${content}`,
  },
  {
    kind: "uncertainty",
    heading: "## Current Uncertainties",
    most: 3,
    line: ({ content }) => content,
  },
  {
    kind: "preference",
    heading: "## My Working Preferences",
    most: 3,
    line: ({ content }) => content,
  },
  {
    kind: "relationship",
    heading: "## Agent Relationships",
    most: 5,
    line: ({ content, about }) => (about === null ? content : `**${about}**: ${content}`),
  },
];

/**
 * An agent's own notes as text: summaries of each kind, recent insights, uncertainties,
 * preferences, relationships, the newest first. `tokensMax`: what has no room is left out, from the
 * end of that order. Empty where there is nothing to tell.
 */
export function formatForContext(
  entries: readonly MemoryEntry[],
  { name, tokensMax = null }: { readonly name: string; readonly tokensMax?: number | null },
): string {
  const budget = new TextBudget(tokensMax);
  budget.title(`# ${oneLine(name)}'s Memory Journal`);
  tellOwn(budget, entries);
  return budget.text();
}

function tellOwn(budget: TextBudget, entries: readonly MemoryEntry[]): void {
  const standing = entries.filter(({ revoked }) => revoked === null);
  const distilled = new Map(
    MEMORY_KINDS.map((kind) => [kind, distil(standing.filter((one) => one.kind === kind))]),
  );
  for (const [kind, { summaries }] of distilled) {
    const title = `## Distilled ${kind.slice(0, 1).toUpperCase()}${kind.slice(1)} Wisdom`;
    budget.section(title, summaries.slice(-SUMMARIES_SHOWN).map(withoutHeadings));
  }
  for (const { kind, heading, most, line } of SECTIONS) {
    const newest = (distilled.get(kind)?.rest ?? []).slice(-most).reverse();
    budget.section(
      heading,
      newest.map((entry) => `- ${indented(line(entry))}`),
    );
  }
}

/** Whom and what a prompt is for: what has to do with it comes first. */
export interface PromptWish {
  readonly agent: string;
  readonly target: string;
  /** The work stream's title, and the files it names. */
  readonly subject: readonly string[];
  readonly tokensMax: number;
}

/**
 * What is remembered, for an agent that begins: what people hold fast, its own notes, what the
 * team noted of this repository, what did not work. Words of other agents and of files stand as
 * quotations with their origin: they are reports, and no orders (law I14). Null: nothing to tell.
 */
export function formatForPrompt(entries: readonly MemoryEntry[], wish: PromptWish): string | null {
  const standing = entries.filter(
    (one) => one.revoked === null && (one.agent === wish.agent || holdsIn(one, wish.target)),
  );
  const isFirm = (one: MemoryEntry): boolean =>
    one.tier === "core" || (one.agent === null && one.trust === "person");
  const isKept = (one: MemoryEntry): boolean => one.tier !== "compost" && !isFirm(one);
  const isIts = (one: MemoryEntry): boolean => one.agent === wish.agent;
  // What came with a file is nobody's own word, whosever name it bears.
  const isOwn = (one: MemoryEntry): boolean => isIts(one) && one.trust !== "imported";
  const rank = rankFor(wish.subject);
  const budget = new TextBudget(wish.tokensMax);
  const tell = (heading: string, found: readonly MemoryEntry[], most: number): void => {
    const ranked = [...found].sort(rank).slice(0, most);
    budget.section(
      heading,
      ranked.map((entry) => told(entry, isOwn(entry))),
    );
  };
  tell("## To be kept in mind", standing.filter(isFirm), CORE_SHOWN);
  tellOwn(
    budget,
    standing.filter((one) => isOwn(one) && isKept(one)),
  );
  const context = standing.filter((one) => isOwn(one) && isKept(one) && isContext(one));
  tell("## What I know of this project", context, TEAM_SHOWN);
  const team = standing.filter(
    (one) => !isOwn(one) && isKept(one) && (isShared(one) || isIts(one)),
  );
  tell("## What the team has noted", team, TEAM_SHOWN);
  const failed = standing.filter((one) => one.tier === "compost" && one.tags.includes(FAILED_TAG));
  tell("## What did not work", failed, FAILED_SHOWN);
  const text = budget.text().trim();
  if (text === "") return null;
  return budget.leftOut === 0 ? text : `${text}\n\n(${budget.leftOut} more had no room here)`;
}

function holdsIn({ sources }: MemoryEntry, target: string): boolean {
  return sources.some((source) => source.target === null || source.target === target);
}

function isContext({ kind }: MemoryEntry): boolean {
  return kind === "context";
}

/** What one agent prefers or thinks of another is nobody else's matter. */
function isShared({ kind }: MemoryEntry): boolean {
  return kind === "context" || kind === "insight" || kind === "uncertainty";
}

/** What a person said and what it said itself stand as they are; the rest is quoted. */
function told(entry: MemoryEntry, own: boolean): string {
  const { about, content, trust, fromMistake } = entry;
  const marks = `${fromMistake ? "[from mistake] " : ""}${about === null ? "" : `**${oneLine(about)}**: `}`;
  if (own || trust === "person") return `- ${marks}${indented(content)}`;
  const quoted = content.split("\n").map((line) => `  > ${line}`);
  return [`- ${marks}${originOf(entry)}`, ...quoted].join("\n");
}

function originOf({ trust, sources }: MemoryEntry): string {
  const last = sources.at(-1);
  const who = oneLine(last?.who ?? "somebody");
  const where =
    last?.attempt === undefined || last.attempt === null ? "" : `, ${oneLine(last.attempt)}`;
  const checked = {
    person: "",
    landed: "its work landed",
    agent: "unverified",
    imported: "from a file",
  };
  return `${who}${where} (${checked[trust]}) noted:`;
}

/** What has words in common with the work first, then what is firmer, then what is newer. */
function rankFor(subject: readonly string[]): (a: MemoryEntry, b: MemoryEntry) => number {
  const wanted = new Set(subject.flatMap(wordsOf));
  const common = new Map<MemoryEntry, number>();
  const shared = (one: MemoryEntry): number => {
    const known = common.get(one);
    if (known !== undefined) return known;
    const text = [one.content, one.about ?? "", ...one.tags].join(" ").toLowerCase();
    let found = 0;
    for (const word of wanted) if (text.includes(word)) found += 1;
    common.set(one, found);
    return found;
  };
  return (a, b) =>
    shared(b) - shared(a) ||
    MEMORY_TIERS.indexOf(a.tier) - MEMORY_TIERS.indexOf(b.tier) ||
    b.saidAtMs - a.saidAtMs ||
    (a.id < b.id ? -1 : 1);
}

const WORD_CHARS_MIN = 4;
const WORDS_MAX = 100;

/** Of a title and of paths: "parser" is in "src/parser.ts", and in a note on parsers. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word.length >= WORD_CHARS_MIN).slice(0, WORDS_MAX);
}

/** Further lines stay inside their item: none can look like a heading or an item of ours. */
function indented(text: string): string {
  return text.replace(/\n/g, "\n  ");
}

function withoutHeadings(text: string): string {
  return text.replace(/^(?=#)/gm, "  ");
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
}
