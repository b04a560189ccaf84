import type { RecoveryEvent } from "../../model/index.ts";
import { describeStep, unreachable } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { count, keyLabel, list } from "../text/words.ts";

/** What is done about what went wrong, for whoever watches: every step has its line. */
export function recoveryLines(event: RecoveryEvent): readonly string[] {
  const label = keyLabel(event.key);
  switch (event.type) {
    case "recovery-step": {
      const { detection, step, number, of, program } = event;
      const named = program === null ? null : safeText(program);
      return [
        `${label}: recovery step ${number} of ${of} (${detection}): ${describeStep(step, named)}`,
      ];
    }
    case "escalated": {
      const [first = "", ...rest] = event.text.split("\n");
      return [
        `${label} needs a decision: ${safeText(first)}`,
        ...rest.map((each) => `      ${safeText(each)}`),
        // A person's own wish may be a proposal, which is read and not answered.
        `      In another terminal: orchestrator ${event.detection === null ? "inbox" : `answer ${event.entry} TEXT`}`,
      ];
    }
    case "escalation-settled":
      return [`${label}: ${safeText(event.by)} ${event.how} ${event.entry}`];
    case "reassigned": {
      const who = event.program ?? event.agent?.name ?? "somebody else";
      return [`${label} goes to ${safeText(who)} (${safeText(event.by)})`];
    }
    case "work-proposed":
      return [`${safeText(event.by)} proposes new work: ${safeText(event.facts.title)}`];
    case "split-asked":
      return [`${label}: looking what is to be proposed (${safeText(event.by)})`];
    case "split-proposed":
      return [
        `${label} ${event.proposal.adds ? "proposes" : "can be divided into"} ${count(event.proposal.parts.length, "work stream")}:`,
        ...event.proposal.parts.map(({ id, title }) => `      ${safeText(`${id}: ${title}`)}`),
        "      In another terminal: orchestrator inbox",
      ];
    case "split-agreed":
      return [`${label}: ${safeText(event.by)} agrees to what was proposed`];
    case "split-applied":
      return [`${label} has put into the roadmap: ${list(event.parts.map(keyLabel))}`];
    case "split-refused":
      return [`${label} leaves the roadmap as it is: ${safeText(event.why)}`];
    default:
      return unreachable(event);
  }
}
