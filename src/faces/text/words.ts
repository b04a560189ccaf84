import type { StreamKey } from "../../model/index.ts";
import { SELF_TARGET, streamOf, targetOf } from "../../model/index.ts";
import { safeText } from "./safe.ts";

/** `Phase 1.2`, `Work Stream 41`, `REQ-042`: an id as the seeds' roadmaps speak of it. */
export function streamLabel(id: string): string {
  const shown = safeText(id);
  if (/^\d+(\.\d+)+$/.test(shown)) return `Phase ${shown}`;
  if (/^\d+$/.test(shown)) return `Work Stream ${shown}`;
  return shown;
}

/** The same for a key; work in another repository names it. */
export function keyLabel(key: StreamKey): string {
  const target = targetOf(key);
  const label = streamLabel(streamOf(key));
  return target === SELF_TARGET ? label : `${label} in ${safeText(target)}`;
}

/** `45 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** `23 minutes`, as the seeds' report writes it; below a minute in seconds. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return count(seconds, "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return count(minutes, "minute");
  const rest = minutes % 60;
  const hours = count(Math.floor(minutes / 60), "hour");
  return rest === 0 ? hours : `${hours} ${count(rest, "minute")}`;
}

/** `1 agent`, `3 agents`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** `83%`, of a share from 0 to 1. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** `a`, `a and b`, `a, b and 4 more`. */
export function list(items: readonly string[], max = 4): string {
  if (items.length === 0) return "none";
  if (items.length === 1) return items[0] ?? "";
  if (items.length <= max) return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  return `${items.slice(0, max - 1).join(", ")} and ${items.length - max + 1} more`;
}

/** `1.5 GB`, powers of ten. */
export function bytes(amount: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = amount;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

/**
 * A command line that means these words and nothing else, whatever an id holds: quoted for a
 * shell, and behind a double dash where a word could be taken for an option.
 */
export function commandLine(command: string, ...words: readonly string[]): string {
  const quoted = words.map((word) => {
    const shown = safeText(word);
    return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
  });
  const dashes = words.some((word) => word.startsWith("-")) ? ["--"] : [];
  return [command, ...dashes, ...quoted].join(" ");
}

/** Names close to a mistyped one, nearest first, at most three. */
export function nearest(word: string, known: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const allowed = Math.max(1, Math.floor(typed.length / 3));
  return known
    .map((name) => ({ name, far: distance(typed, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= allowed || (typed.length > 2 && name.startsWith(typed)))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Edits between two words, a swap of neighbours counting once. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(before, j - 2) + 1);
      }
      row.push(least);
    }
    before = previous;
    previous = row;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
