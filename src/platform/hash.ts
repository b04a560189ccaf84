import { createHash } from "node:crypto";

/** SHA-256 in lower-case hexadecimal; strings are hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** SHA-256 as its 32 bytes. */
export function sha256Bytes(data: Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}
