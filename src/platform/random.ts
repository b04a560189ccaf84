import { randomBytes } from "node:crypto";

/** `bytes` unpredictable bytes in lower-case hexadecimal. */
export function randomId(bytes = 8): string {
  return randomBytes(bytes).toString("hex");
}
