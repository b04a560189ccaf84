import { join } from "node:path";
import { createExclusive, sha256 } from "../../platform/index.ts";

/** Keeps bytes under their own digest; the same bytes are kept once. Returns the digest. */
export function keepEvidence(evidenceDir: string, bytes: Uint8Array): string {
  const digest = sha256(bytes);
  createExclusive(join(evidenceDir, digest), bytes);
  return digest;
}
