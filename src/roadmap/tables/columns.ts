import { plainText } from "../prose.ts";
import { type FieldKey, fieldKey } from "../reading/fields.ts";
import { readStatus } from "../reading/status.ts";
import { boxAt } from "../lists/signs.ts";
import type { Row, Table } from "./rows.ts";

export type Role = FieldKey | "id" | "title" | "done" | "chapter" | "other";

/** What each column holds, by place. */
export interface Columns {
  readonly roles: readonly Role[];
  readonly names: readonly string[];
  place(role: Role): number;
}

const IDS =
  /^(?:id|#|no\.?|nr\.?|num(?:ber)?|key|ref(?:erence)?|code|(?:task|story|ticket|issue|req(?:uirement)?|item|feature|work(?: ?stream)?)[ -]?(?:id|no\.?|nr\.?|number|#|key))$/;
/** The first of these that a header has; a description is a title where nothing else is. */
const TITLES: readonly RegExp[] = [
  /^(?:task|title|work ?stream|work item|to-? ?do|what)(?: (?:name|title))?$/,
  /^(?:feature|item|story|user story|requirement|deliverable|action(?: item)?|activity|step|goal|milestone|epic|ticket|issue|work)(?: (?:name|title))?$/,
  /^(?:name|summary|description|objective)$/,
];
const DONE = /^(?:done|completed?|finished|shipped|✅|☑️?|✔️?|✓)\??$/;
const STATUS = /^(?:(?:current |work )?(?:status|state)|progress)$/;
const CHAPTER =
  /^(?:phase|milestone|epic|category|area|component|module|sprint|version|release|group|batch|section|theme|track)$/;
const EFFORT =
  /^(?:(?:time |effort )?est(?:\.|imates?)?|points|story points|t-shirt(?: size)?|time|hours|days)$/;
const PRIORITY = /^(?:prio\.?|p|urgency|importance)$/;

/** Columns of a table of work: something like a title, and a status or an id; else null. */
export function readColumns({ header, rows }: Table): Columns | null {
  const names = header.cells.map(({ text }) => plainText(text).replace(/[:：]$/, ""));
  const words = names.map((name) => name.toLowerCase().replaceAll("_", " "));
  const roles: Role[] = words.map(roleOf);
  if (!roles.includes("status") && !roles.includes("done")) {
    const signs = words.findIndex((name, at) => name === "" && holdsSigns(rows, at));
    if (signs !== -1) roles[signs] = "status";
  }
  const first = TITLES.flatMap((pattern) => {
    const at = words.findIndex((name, place) => pattern.test(name) && isFree(roles[place]));
    return at === -1 ? [] : [at];
  });
  const ids = roles.includes("id");
  // `| Task | Description |` with T1, T2, … in the first: ids by another name.
  const named = !ids && first.length > 1 && rows.length > 0 && rows.every(isCode(first[0] ?? -1));
  if (named) roles[first[0] ?? -1] = "id";
  const title = named ? first[1] : first[0];
  if (title === undefined) return null;
  roles[title] = "title";
  if (!["status", "done", "id"].some((role) => roles.includes(role as Role))) return null;
  return { roles, names, place: (role) => roles.indexOf(role) };
}

function roleOf(name: string): Role {
  if (IDS.test(name)) return "id";
  if (STATUS.test(name)) return "status";
  if (DONE.test(name)) return "done";
  if (PRIORITY.test(name)) return "priority";
  if (EFFORT.test(name)) return "effort";
  const key = fieldKey(name);
  if (key !== null && key !== "tasks") return key;
  return CHAPTER.test(name) ? "chapter" : "other";
}

function isFree(role: Role | undefined): boolean {
  return role === "other" || role === "chapter";
}

function isCode(at: number) {
  return ({ cells }: Row): boolean =>
    /^[*`[]*[A-Za-z#]{0,6}-?\d[\d.]*[*`\]]*$/.test(cells[at]?.text ?? "");
}

function holdsSigns(rows: readonly Row[], at: number): boolean {
  return (
    rows.length > 0 &&
    rows.every(({ cells }) => {
      const words = cells[at]?.text ?? "";
      const signed = (readStatus(words, "table")?.marks.length ?? 0) > 0;
      return words === "" || signed || boxAt(words, 0, words.length) !== null;
    })
  );
}
