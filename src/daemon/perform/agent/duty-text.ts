import type { DutyReference, StreamKey } from "../../../model/index.ts";
import {
  displayKey,
  isErrand,
  LIMITS,
  PROPOSAL_FILE,
  PROPOSAL_FORM,
} from "../../../model/index.ts";
import type { PerformContext } from "../context.ts";
import { targetConfig } from "../context.ts";
import { materialText } from "./duty-material.ts";

/** A duty's prompt, what it is about as the roadmap has it, and how it may propose work. */
export function dutyText(context: PerformContext, duty: DutyReference | undefined): string {
  if (duty === undefined) return "";
  const parts = [duty.prompt.trimEnd()];
  if (duty.about !== undefined) parts.push(aboutText(context, duty.about));
  if (duty.given !== undefined) parts.push(materialText(context.state(), duty.given));
  // An errand's own prompt says it already.
  if (duty.proposes === true && !isErrand(duty)) parts.push(PROPOSING);
  return parts.join("\n\n");
}

function aboutText(context: PerformContext, about: StreamKey): string {
  const found = context.desk.stream(targetConfig(context, about), about);
  const known = context.state().streams.get(about);
  const lines = [`It is about ${displayKey(about)}: ${known?.facts.title ?? ""}`];
  if (known?.stage.kind === "completed") lines.push(`It landed as ${known.stage.commit}.`);
  if (found !== null) lines.push("The roadmap says of it:", found.text);
  const acceptance = found?.stream.acceptance ?? [];
  if (acceptance.length > 0) {
    lines.push("Its acceptance criteria:", ...acceptance.map((item) => `- ${item.text}`));
  }
  return lines.join("\n");
}

const PROPOSING = [
  "You repair nothing of what you find. Propose it as new work for the roadmap, at most",
  `${LIMITS.proposedStreamsMax} work streams, as JSON in ${PROPOSAL_FILE}:`,
  ...PROPOSAL_FORM,
  "What people run into, or what was asked for and is not there, has the priority CRITICAL. If there",
  "is nothing to propose, write an empty list: []",
].join("\n");
