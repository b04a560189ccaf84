import { createHash, hash as hashOnce, timingSafeEqual } from "node:crypto";

/** SHA-256 in lower-case hexadecimal; strings are hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hashOnce("sha256", data);
}

/** SHA-256 as its 32 bytes. */
export function sha256Bytes(data: Uint8Array): Buffer {
  return Buffer.from(hashOnce("sha256", data), "hex");
}

/** SHA-256 of all parts in a row, in lower-case hexadecimal. */
export function sha256OfParts(parts: Iterable<Uint8Array>): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** The name that git gives to content of a kind: `sha1` or `sha256` of it, in lower-case hexadecimal. */
export function gitObjectId(
  format: "sha1" | "sha256",
  kind: "blob" | "tree" | "commit",
  content: Uint8Array,
): string {
  const hash = createHash(format).update(`${kind} ${content.length}\0`);
  return hash.update(content).digest("hex");
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(sha256Bytes(Buffer.from(a)), sha256Bytes(Buffer.from(b)));
}
