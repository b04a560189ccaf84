import type { Outcome } from "../../model/index.ts";
import { OrchestratorError } from "../../model/index.ts";
import { freeBytes } from "../../platform/index.ts";
import { isDefect, messageOf } from "../message-of.ts";

/** With less than that most of what we do to a repository cannot be done. */
const LEAST_BYTES = 8 * 1024 * 1024;

/**
 * A full disk is met by whatever program writes next, and few of them say that it was that: a look
 * that failed while one of these places has no room says so. Nothing else is changed.
 */
export async function namingFullDisk(
  places: readonly string[],
  work: () => Promise<Outcome>,
  leastBytes = LEAST_BYTES,
): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    const full = isDefect(error) ? null : fullPlace(places, leastBytes);
    if (full === null) throw error;
    throw new OrchestratorError("disk-full", told(full, messageOf(error)), { cause: error });
  }
  if (outcome.kind !== "failed-look") return outcome;
  const full = fullPlace(places, leastBytes);
  return full === null ? outcome : { ...outcome, message: told(full, outcome.message) };
}

interface Full {
  readonly place: string;
  readonly free: number;
}

/** A place that cannot be looked at is not known to be full. */
function fullPlace(places: readonly string[], leastBytes: number): Full | null {
  for (const place of places) {
    try {
      const free = freeBytes(place);
      if (free < leastBytes) return { place, free };
    } catch {
      continue;
    }
  }
  return null;
}

function told({ place, free }: Full, message: string): string {
  const mb = Math.floor(free / 1024 / 1024);
  return `${mb} MB are free on the disk of ${place}: free some space (${message})`;
}
