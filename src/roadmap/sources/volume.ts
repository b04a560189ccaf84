import type { SourceFile } from "./reader.ts";

/**
 * A source of several files as one text: `NUL kind`, then `NUL path NUL text` for each file. No
 * file that is read holds a NUL ({@link decodeRoadmap} refuses them), so the text says without doubt
 * where each begins, every edit of the room works on it, and it comes apart byte for byte.
 */
const MARK = "\u0000";

export interface Volume {
  readonly kind: string;
  readonly files: readonly PlacedFile[];
}

export interface PlacedFile extends SourceFile {
  /** Where its text begins in the volume. */
  readonly start: number;
}

export function packVolume(kind: string, files: readonly SourceFile[]): string {
  return `${MARK}${kind}${files.map(({ path, text }) => MARK + path + MARK + text).join("")}`;
}

export function isVolume(text: string): boolean {
  return text.startsWith(MARK);
}

/** The files of a volume; null for a text that is one file by itself. */
export function unpackVolume(text: string): Volume | null {
  if (!isVolume(text)) return null;
  const [kind = "", ...parts] = text.slice(1).split(MARK);
  const files: PlacedFile[] = [];
  let start = 1 + kind.length;
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [path = "", content = ""] = [parts[at], parts[at + 1]];
    start += 1 + path.length + 1;
    files.push({ path, text: content, start });
    start += content.length;
  }
  return { kind, files };
}
