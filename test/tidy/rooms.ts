import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One row of the room table in ARCHITECTURE.md, which is the import rule itself. */
export interface Room {
  readonly name: string;
  readonly kind: "pure" | "io";
  readonly mayImport: readonly string[];
  /** Packages and `node:` modules; `node:*` stands for all of Node's. */
  readonly packages: readonly string[];
}

const HEADER = ["room", "kind", "what lives there", "may import", "packages"];

/** Reads the table; a table that cannot be read is an error, never an empty rule. */
export function readRooms(root: string): readonly Room[] {
  const lines = readFileSync(join(root, "ARCHITECTURE.md"), "utf8").split("\n");
  const start = lines.findIndex((line) => {
    const cells = cellsOf(line).map((cell) => cell.toLowerCase());
    return HEADER.every((name, index) => cells[index] === name);
  });
  if (start === -1) throw new Error(`ARCHITECTURE.md has no table | ${HEADER.join(" | ")} |`);
  const rooms: Room[] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    rooms.push(roomOf(line));
  }
  const names = new Set(rooms.map((room) => room.name));
  for (const room of rooms) {
    for (const other of room.mayImport) {
      if (!names.has(other)) throw new Error(`room ${room.name} may import ${other}: no such room`);
    }
  }
  return rooms;
}

function roomOf(line: string): Room {
  const [name = "", kind, , mayImport = "", packages = ""] = cellsOf(line);
  if (kind !== "pure" && kind !== "io") throw new Error(`a room is pure or io: ${line}`);
  return { name: plain(name), kind, mayImport: listOf(mayImport), packages: listOf(packages) };
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function plain(cell: string): string {
  return cell.replaceAll("`", "").replace(/\/$/, "");
}

function listOf(cell: string): string[] {
  return cell
    .split(",")
    .map((part) => plain(part.trim()))
    .filter((part) => part !== "" && part !== "–");
}
