import type { RecoveryEvent, SplitProposal, State } from "../../model/index.ts";
import { describeStep, unreachable } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";
import { count, keyLabel, list } from "../text/words.ts";

/** What is done about what went wrong, for whoever watches: every step has its line. */
export function recoveryLines(event: RecoveryEvent, state: State): readonly string[] {
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
      // A proposal was told when it was there.
      if (event.detection === null && isProposed(state, event)) return [];
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
    case "split-asked":
      return [];
    case "split-proposed":
      return [proposalLine(label, splitOf(state, event)?.by ?? "", event.proposal)];
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

/** One line, however much it is: the inbox shows all of it, with what would change. */
function proposalLine(label: string, by: string, { parts, adds }: SplitProposal): string {
  const [first] = parts;
  const what = parts.length === 1 ? (first?.title ?? "") : count(parts.length, "work stream");
  const said =
    adds === true
      ? `${safeText(by === "" ? label : by)} proposes ${parts.length === 1 ? "new work: " : ""}${safeText(what)}`
      : `${label} can be divided into ${what}`;
  return `${said} (to see it: orchestrator inbox)`;
}

function splitOf({ streams }: State, { key }: RecoveryEvent) {
  return streams.get(key)?.recovery?.split ?? null;
}

function isProposed(state: State, event: RecoveryEvent): boolean {
  return splitOf(state, event)?.stage.kind === "proposed";
}
