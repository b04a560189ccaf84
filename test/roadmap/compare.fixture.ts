import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParsedStream, parseRoadmap } from "../../src/roadmap/index.ts";

/** Real roadmaps that are no part of this repository; tests that need them say so when absent. */
export const FIXTURES: string = fileURLToPath(
  new URL("../../../shared/fixtures/roadmaps", import.meta.url),
);

export interface Fixture {
  /** `dialect/file.md`. */
  readonly name: string;
  readonly text: string;
  readonly expected: Expected;
}

interface Expected {
  readonly items: readonly ExpectedItem[];
  readonly oneliners: readonly {
    readonly line: number;
    readonly id: string;
    readonly rest: string;
  }[];
}

interface ExpectedItem {
  readonly line: number;
  readonly id: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly status_norm: string | null;
  readonly dep_ids: readonly string[];
  readonly tasks: readonly { readonly line: number; readonly done: boolean }[];
}

export function readFixtures(): readonly Fixture[] {
  if (!existsSync(FIXTURES)) return [];
  return readdirSync(FIXTURES).flatMap((dialect) => {
    const folder = join(FIXTURES, dialect);
    const files = readdirSync(folder).filter((file) => file.endsWith(".md"));
    return files.map((file) => ({
      name: `${dialect}/${file}`,
      text: readFileSync(join(folder, file), "utf8"),
      expected: JSON.parse(
        readFileSync(join(folder, file.replace(/md$/, "expected.json")), "utf8"),
      ),
    }));
  });
}

export interface Difference {
  readonly fixture: string;
  /** 1-based. */
  readonly line: number;
  readonly field: "id" | "title" | "status" | "dependsOn" | "box" | "fields";
  readonly ours: unknown;
  readonly theirs: unknown;
  /** The source line, at most 160 characters of it. */
  readonly source: string;
}

export interface Comparison {
  /** How many values were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Compares ids, titles, statuses, dependencies, boxes and field texts, one by one. */
export function compareFixture({ name, text, expected }: Fixture): Comparison {
  const source = text.split("\n");
  const byLine = new Map(parseRoadmap(text).workStreams.map((stream) => [stream.line, stream]));
  const differences: Difference[] = [];
  let compared = 0;
  const check = (field: Difference["field"], line: number, ours: unknown, theirs: unknown) => {
    compared++;
    if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
    const quoted = (source[line - 1] ?? "").trim().slice(0, 160);
    differences.push({ fixture: name, line, field, ours, theirs, source: quoted });
  };
  for (const item of expected.items) {
    const stream = byLine.get(item.line) ?? null;
    check("id", item.line, stream?.id ?? null, withoutDecoration(item.id));
    if (stream !== null) compareItem(stream, item, check);
    byLine.delete(item.line);
  }
  for (const { line, id, rest } of expected.oneliners) {
    const stream = byLine.get(line) ?? null;
    check("id", line, stream?.id ?? null, id);
    if (stream !== null) check("title", line, rest.startsWith(stream.title), true);
    byLine.delete(line);
  }
  for (const stream of byLine.values()) check("id", stream.line, stream.id, null);
  return { compared, differences };
}

type Check = (field: Difference["field"], line: number, ours: unknown, theirs: unknown) => void;

function compareItem(stream: ParsedStream, item: ExpectedItem, check: Check): void {
  // Emphasis is markup: an unpaired `**` left in their titles is no text.
  const title = item.title.replaceAll("**", "").replace(/ +/g, " ").trim();
  check("title", item.line, stream.title, title);
  check("status", item.line, stream.status, statusWord(item.status_norm));
  check("dependsOn", item.line, stream.dependsOn, item.dep_ids.map(withoutDecoration));
  const boxes = new Map(stream.tasks.map((box) => [box.line, box.done]));
  const criteria = new Map(stream.acceptance.map((box) => [box.line, box.done]));
  for (const { line, done } of item.tasks) {
    check("box", line, boxes.get(line) ?? criteria.get(line) ?? null, done);
    boxes.delete(line);
  }
  for (const [line, done] of boxes) check("box", line, done, null);
  for (const [name, value] of Object.entries(item.fields)) {
    check("fields", item.line, { [name]: stream.fields[name] ?? null }, { [name]: value });
  }
}

function withoutDecoration(id: string): string {
  return id.replace(/^(?:Phase|Work Stream) /, "");
}

/** Their vocabulary has `pending`, and null where no status is written. */
function statusWord(status: string | null): string {
  return status === null || status === "pending" ? "not_started" : status;
}
