import type { StreamStatus } from "../../model/index.ts";
import type { Chapter } from "../lists/chapters.ts";
import { boxAt, statusOfSign } from "../lists/signs.ts";
import { plainText, withoutLinks } from "../prose.ts";
import { blockersIn, readStatus, reasonIn } from "../reading/status.ts";
import type { DependencyText, StatusSlot } from "../types.ts";
import type { Columns } from "./columns.ts";
import type { Row } from "./rows.ts";

/** The words of a cell without emphasis, links, line breaks and escapes. */
export function plainCell(text: string): string {
  return plainText(
    withoutLinks(text)
      .replace(/<br ?\/?>/gi, " ")
      .replaceAll("\\|", "|"),
  );
}

/** What says the status of a row. */
export interface Stated {
  readonly row: Row;
  readonly columns: Columns;
  readonly struck: boolean;
  readonly chapter: Chapter;
}

interface Standing extends CellReading {
  readonly slot: StatusSlot | null;
}

interface CellReading {
  readonly status: StreamStatus;
  readonly reason: string | null;
  /** Work that it says it is blocked by. */
  readonly waits: readonly DependencyText[];
}

const MISSING =
  /^[^\p{L}\p{N}]*(?:missing|absent|to be done|not (?:yet )?(?:implemented|built|written|there|available))(?![\p{L}\p{N}])/iu;
const YES = /^(?:x|y|yes|true|✓|✔️?|☑️?|✅|done)$/i;
const NO = /^(?:|n|no|false|-|–|—|❌|✗|☐|⬜|not yet|todo)$/i;

export function statusOf({ row, columns, struck, chapter }: Stated): Standing {
  const at = columns.place("status") === -1 ? columns.place("done") : columns.place("status");
  const cell = row.cells[at];
  const read = cell === undefined ? null : readCell(cell.text, columns.roles[at] === "done");
  const said = read?.status ?? null;
  const above = chapter.status === "complete" ? "unknown" : (chapter.status ?? "not_started");
  const stated = said ?? (struck ? "cancelled" : above);
  const status = struck && said === "not_started" ? "cancelled" : stated;
  const held = said === null && status === "blocked" ? "on hold: it stands under “Blocked”" : null;
  const slot: StatusSlot | null =
    cell === undefined ? null : { form: "field", span: cell.span, text: cell.text, status };
  return { status, slot, reason: held ?? read?.reason ?? null, waits: read?.waits ?? [] };
}

function readCell(words: string, done: boolean): CellReading | null {
  const bare = (status: StreamStatus): CellReading => ({ status, reason: null, waits: [] });
  const plain = plainCell(words);
  if (done && YES.test(plain)) return bare("complete");
  if (done && NO.test(plain)) return bare("not_started");
  const box = boxAt(words, 0, words.length);
  if (box !== null && box.words >= words.length) {
    return bare(statusOfSign(box.sign, new Map()));
  }
  if (MISSING.test(plain)) return bare("not_started");
  // Alone it is cancelled to some and not there yet to others.
  if (/^❌\ufe0f?$/.test(plain)) return bare("unknown");
  const said = readStatus(words, "table");
  // Behind a sign that means nothing by itself: `⚠️ Partial`.
  const reading =
    said?.status === "unknown" ? readStatus(words.replace(/^[^\p{L}\p{N}]+/u, ""), "table") : said;
  if (reading === null) return said === null ? null : bare(said.status);
  return { status: reading.status, reason: reasonIn(reading), waits: blockersIn(reading) };
}
