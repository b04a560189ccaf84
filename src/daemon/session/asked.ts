import { join } from "node:path";
import type { SessionRequest, State } from "../../model/index.ts";
import {
  productVersion,
  readTextIfExists,
  removeTreeSync,
  writeDurable,
} from "../../platform/index.ts";
import type { Workplace } from "../workplace.ts";

interface Asked {
  /** Another version may ask in another shape. */
  readonly version: string;
  /** The newest session then: once there is another, this was answered, or is no longer wanted. */
  readonly after: string | null;
  readonly request: SessionRequest;
}

/**
 * Keeps what was asked for until the journal has it. Looking at the repository and its roadmap comes
 * between, and may refuse it without a trace in the journal; a kill in that time refuses nothing:
 * `resume` takes up what was asked.
 */
export function noteAsked(place: Workplace, request: SessionRequest, { session }: State): void {
  const asked: Asked = { version: productVersion(), after: session?.id ?? null, request };
  writeDurable(pathOf(place), JSON.stringify(asked));
}

/** It is in the journal now, or was refused. */
export function withdrawAsked(place: Workplace): void {
  removeTreeSync(pathOf(place));
}

/** What was asked for and cut off before the journal had it; null when nothing was. */
export function readAsked(place: Workplace, { session }: State): SessionRequest | null {
  const asked = parse(readTextIfExists(pathOf(place)));
  if (asked === null || asked.version !== productVersion()) return null;
  return asked.after === (session?.id ?? null) ? asked.request : null;
}

function parse(text: string | null): Asked | null {
  try {
    return text === null ? null : (JSON.parse(text) as Asked);
  } catch {
    // Not of our writing: ours is whole or not there.
    return null;
  }
}

function pathOf({ stateDir }: Workplace): string {
  return join(stateDir, "asked.json");
}
