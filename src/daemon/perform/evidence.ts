import { join } from "node:path";
import type { GateReport } from "../../model/index.ts";
import { createExclusive, sha256 } from "../../platform/index.ts";

/** What a commit's note says of its gates. */
export function verdictsIn({ results }: GateReport) {
  return results.map(({ name, verdict, durationMs, outputDigest }) => ({
    name,
    verdict,
    durationMs,
    outputDigest,
  }));
}

/** Keeps bytes under their own digest; the same bytes are kept once. Returns the digest. */
export function keepEvidence(evidenceDir: string, bytes: Uint8Array): string {
  const digest = sha256(bytes);
  createExclusive(join(evidenceDir, digest), bytes);
  return digest;
}
