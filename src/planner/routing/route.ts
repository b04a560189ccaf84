import type { RoleShare, RoutedRole, RouteReason, Routing } from "../../model/index.ts";
import { matchesAny, pushTo } from "../../model/index.ts";

/** What is known of a piece of work. */
export interface RoutableWork {
  readonly title: string;
  readonly text?: string;
  readonly files: readonly string[];
  readonly assignee: string | null;
}

/** What a match weighs: what a title says more than what a text says, a file most. */
const WEIGHTS = { title: 2, text: 1, files: 3 } as const;
/** A phrase of several words is rarely there by chance. */
const PHRASE_FACTOR = 2;
/** Below this a role has no part in the work: one word of a long text is no domain. */
const SCORE_MIN = 2;
/** And below this share of the strongest role's score. */
const SHARE_MIN = 1 / 3;
/** Work that names more files than this is judged by the first of them. */
const FILES_MAX = 200;
const MATCHES_SHOWN = 8;

/**
 * Who work is for: whoever the roadmap names, or the title in brackets at its end, else the role
 * that most of its words and files speak for, else whoever takes the rest. Words are compared whole
 * ("ui" is not in "build"); of two phrases the longer counts ("api docs" is no API). The order of
 * roles decides between equals, and is the order of the shares.
 */
export function routeWork(work: RoutableWork, roles: readonly RoutedRole[]): Routing {
  const named = namedRole(work, roles);
  if (named !== null) return { role: named.role, how: "assigned", shares: [named] };
  const words = new Map(
    (["title", "text"] as const).map((where) => [
      where,
      matchWords(wordsOf(where === "title" ? work.title : (work.text ?? "")), roles),
    ]),
  );
  const shares = roles.map((role) => shareOf(work, role, words));
  const most = Math.max(0, ...shares.map(({ score }) => score));
  const least = Math.max(SCORE_MIN, most * SHARE_MIN);
  const parts = shares.filter(({ score }) => score >= least);
  const first = parts.find(({ score }) => score === most);
  if (first !== undefined) return { role: first.role, how: "matched", shares: parts };
  const rest = roles.find((role) => role.rest);
  if (rest === undefined) return { role: null, how: "nobody", shares: [] };
  const share = { role: rest.id, domain: rest.domain, score: 0, because: [] };
  return { role: rest.id, how: "rest", shares: [share] };
}

/** A person's word. A split names its roles in brackets: "Invoices (database)". */
function namedRole(work: RoutableWork, roles: readonly RoutedRole[]): RoleShare | null {
  const share = ({ id, domain }: RoutedRole, reason: RouteReason): RoleShare => {
    return { role: id, domain, score: 0, because: [reason] };
  };
  const { assignee } = work;
  const assigned = roles.find(({ id }) => assignee !== null && sameName(id, assignee));
  if (assigned !== undefined) {
    return share(assigned, { kind: "assignee", match: assignee ?? "", where: "roadmap" });
  }
  const said = /\(([^()]{1,100})\)\s*$/.exec(work.title)?.[1];
  if (said === undefined) return null;
  const named =
    roles.find(({ id }) => sameName(said, id)) ??
    roles.find(({ domain }) => sameName(said, domain));
  return named === undefined ? null : share(named, { kind: "name", match: said, where: "title" });
}

type Found = ReadonlyMap<string, ReadonlySet<string>>;

function shareOf(
  work: RoutableWork,
  role: RoutedRole,
  words: ReadonlyMap<"title" | "text", Found>,
): RoleShare {
  const because: RouteReason[] = [];
  let score = 0;
  for (const [where, found] of words) {
    for (const match of found.get(role.id) ?? []) {
      score += WEIGHTS[where] * (match.includes(" ") ? PHRASE_FACTOR : 1);
      because.push({ kind: "word", match, where });
    }
  }
  const files = work.files.slice(0, FILES_MAX).filter((file) => matchesAny(file, role.files));
  score += files.length * WEIGHTS.files;
  for (const match of files) because.push({ kind: "file", match, where: "files" });
  const shown = because.slice(0, MATCHES_SHOWN);
  return { role: role.id, domain: role.domain, score, because: shown };
}

/** `UX-Design-Expert` and `ux design expert` are one name. */
export function sameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

function plainName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-");
}

const TEXT_CHARS_MAX = 64 * 1024;

export function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, TEXT_CHARS_MAX)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

interface Phrase {
  readonly role: string;
  readonly phrase: string;
  readonly words: readonly string[];
}

/** By role the phrases that are there; a word that is part of a longer phrase counts for that alone. */
function matchWords(said: readonly string[], roles: readonly RoutedRole[]): Found {
  const byFirst = new Map<string, Phrase[]>();
  for (const { id: role, words: phrases } of roles) {
    for (const phrase of phrases) {
      const words = wordsOf(phrase);
      const [first] = words;
      if (first === undefined) continue;
      pushTo(byFirst, first, { role, phrase, words });
    }
  }
  const found = new Map<string, Set<string>>();
  for (let at = 0; at < said.length; ) {
    const here = singularsOf(said[at] ?? "").flatMap((first) => byFirst.get(first) ?? []);
    const there = here.filter(({ words }) =>
      words.every((word, i) => singularsOf(said[at + i] ?? "").includes(word)),
    );
    const longest = Math.max(1, ...there.map(({ words }) => words.length));
    for (const { role, phrase, words } of there) {
      if (words.length !== longest) continue;
      found.set(role, (found.get(role) ?? new Set()).add(phrase));
    }
    at += longest;
  }
  return found;
}

/** The word, and what it may be the plural of: "indexes" index, "queries" query, "docs" doc. */
function singularsOf(word: string): readonly string[] {
  const all = [word];
  if (word.endsWith("ies")) all.push(`${word.slice(0, -3)}y`);
  if (word.endsWith("es")) all.push(word.slice(0, -2));
  if (word.endsWith("s")) all.push(word.slice(0, -1));
  return all;
}
