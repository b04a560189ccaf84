import type { ReadRoadmap, Workplace } from "../../../daemon/index.ts";
import { readRoadmapFile } from "../../../daemon/index.ts";
import type { StreamFacts, StreamKey, TargetConfig } from "../../../model/index.ts";
import { OrchestratorError, SELF_TARGET, targetOf } from "../../../model/index.ts";
import { safeText } from "../../text/safe.ts";
import { nearest } from "../../text/words.ts";
import type { Context } from "../context.ts";
import { targetIn } from "../context.ts";

/** The roadmap of the command's target, read as it is on disk now. */
export interface Desk {
  readonly target: TargetConfig;
  readonly read: ReadRoadmap;
}

export function openDesk(context: Context, place: Workplace): Desk {
  const target = targetIn(context, place);
  return { target, read: readRoadmapFile(target) };
}

/**
 * That nothing in the roadmap was read as work: without a word of it, a run that found nothing to do
 * looks like one that has done it all.
 */
export function emptinessOf({ roadmap }: ReadRoadmap): readonly string[] {
  return roadmap.diagnostics
    .filter(({ code }) => code === "no-work-streams")
    .map(({ message }) => safeText(`${roadmap.file}: ${message}`));
}

/**
 * The key a person means by what they typed: `1.2`, `Phase 1.2`, `req-042`, `aurora:1.2`.
 * Ids are compared without regard to case. Throws `not-found` with what is close.
 */
export function findKey(facts: readonly StreamFacts[], typed: string, target: string): StreamKey {
  const wanted = bareId(typed);
  const exact = facts.find(
    (each) => (each.id === wanted && each.target === target) || each.key === typed,
  );
  if (exact !== undefined) return exact.key;
  const whole = facts.filter(
    (each) => each.id.toLowerCase() === wanted.toLowerCase() && each.target === target,
  );
  const folded = whole.length > 0 ? whole : cutOff(facts, wanted, target);
  const [only, ...others] = folded.length > 0 ? folded : samePadding(facts, wanted, target);
  if (only !== undefined && others.length === 0) return only.key;
  const ids = facts.map((each) => (targetOf(each.key) === SELF_TARGET ? each.id : each.key));
  const close = nearest(wanted, ids);
  throw new OrchestratorError("not-found", `there is no work stream ${JSON.stringify(typed)}`, {
    hint:
      close.length > 0
        ? `Did you mean: ${close.join(", ")}?`
        : "See what there is: orchestrator roadmap show",
    details: { id: typed, suggestions: close },
  });
}

/** `search-over-all-pag…`, as lists on a terminal show an id that is too long for its column. */
function cutOff(
  facts: readonly StreamFacts[],
  wanted: string,
  target: string,
): readonly StreamFacts[] {
  if (!wanted.endsWith("…")) return [];
  const start = wanted.slice(0, -1).toLowerCase();
  return facts.filter((each) => each.target === target && each.id.toLowerCase().startsWith(start));
}

/** `REQ-2` where there is only REQ-002. */
function samePadding(
  facts: readonly StreamFacts[],
  wanted: string,
  target: string,
): readonly StreamFacts[] {
  const plain = withoutPadding(wanted.toUpperCase());
  return facts.filter(
    (each) => each.target === target && withoutPadding(each.id.toUpperCase()) === plain,
  );
}

function withoutPadding(id: string): string {
  return id.replace(/(?<!\d)0+(?=\d)/g, "");
}

/** Keys of several typed ids, each once, in the order typed. */
export function findKeys(
  facts: readonly StreamFacts[],
  typed: readonly string[],
  target: string,
): StreamKey[] {
  return [...new Set(typed.map((each) => findKey(facts, each, target)))];
}

function bareId(typed: string): string {
  return typed.trim().replace(/^(?:phase|work stream|stream)\s+(?=\S)/i, "");
}
