import type { RecoveryEvent, RecoveryNote, StreamState } from "../../model/index.ts";
import { describeStep, displayKey, unreachable } from "../../model/index.ts";
import type { Explained } from "./words.ts";
import { listOf } from "./words.ts";

/** What was done about a work stream that went wrong. */
export function describeRecovery(event: RecoveryEvent): string {
  switch (event.type) {
    case "recovery-step":
      return describeNote(event);
    case "escalated":
      return `put before a person by ${event.by} (${event.entry}): ${event.text}`;
    case "escalation-settled":
      return `${event.by} ${event.how} ${event.entry}`;
    case "reassigned":
      return `${event.by} gives it to ${event.program ?? event.agent?.name ?? "somebody else"}`;
    case "work-proposed":
      return `${event.by} proposes new work: ${event.facts.title}`;
    case "split-asked":
      return `${event.by} wants smaller or new work streams${event.titles.length === 0 ? "" : `: ${listOf(event.titles)}`}`;
    case "split-proposed":
      return `it ${event.proposal.adds ? "proposes" : "can be divided into"} ${listOf(event.proposal.parts.map(({ id, title }) => `${id} ${title}`))}`;
    case "split-agreed":
      return `${event.by} agrees to what was proposed`;
    case "split-applied":
      return `in the roadmap now: ${listOf(event.parts.map(displayKey))}`;
    case "split-refused":
      return `nothing was proposed or written: ${event.why}`;
    default:
      return unreachable(event);
  }
}

/** One step that was taken, as a phrase. */
export function describeNote(note: Omit<RecoveryNote, "atMs">): string {
  const { detection, step, number, of, program, why } = note;
  return `recovery step ${number} of ${of} (${detection}): ${describeStep(step, program)}, because ${why}`;
}

/** Why it stands still that was put before a person, and what they can type. */
export function explainEscalation({ facts, recovery }: StreamState): Explained[] {
  const { escalation = null, split = null } = recovery ?? {};
  const found: Explained[] = [];
  if (split?.stage.kind === "proposing") {
    found.push({ why: "it is looked at how it can be divided", ends: "the proposal is made" });
  } else if (split?.stage.kind === "applying") {
    found.push({ why: "it is being divided in the roadmap", ends: "the parts are written" });
  }
  if (escalation === null || split?.stage.kind === "applying") return found;
  const { entry, text } = escalation;
  const id = displayKey(facts.key);
  const proposal = split?.stage.kind === "proposed" ? split.stage.proposal : null;
  if (proposal?.adds) {
    const yes = `orchestrator approve ${entry} puts ${proposal.parts.length} into the roadmap`;
    const ends = `${yes}; orchestrator reject ${entry} -m WHY leaves it as it is`;
    return [...found, { why: `it is in the inbox as ${entry}: ${text}`, ends }];
  }
  const parts = proposal?.parts.length ?? 0;
  const yes = parts > 0 ? `divides it into ${parts}` : "lets it go on";
  found.push({
    why: `it is in the inbox as ${entry}: ${text}`,
    ends: `orchestrator approve ${entry} ${yes}; orchestrator answer ${entry} TEXT tells its agent something and tries again; orchestrator reassign ${id} AGENT gives it to another; orchestrator reject ${entry} -m WHY leaves it`,
  });
  return found;
}
