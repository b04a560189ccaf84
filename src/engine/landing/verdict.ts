import type { GateReport, Rejection, RejectionReason } from "../../model/index.ts";
import { LIMITS, displayKey } from "../../model/index.ts";

export type Verdict = "green" | "red" | "unavailable";

/**
 * What a report says of its tree. A gate that failed is certain, whatever others could not look;
 * a gate that could not look proves nothing either way.
 */
export function verdictOf({ results, green }: GateReport): Verdict {
  let isWhole = true;
  for (const result of results) {
    if (isRed(result)) return "red";
    if (result.verdict === "unavailable") isWhole = false;
  }
  if (!isWhole) return "unavailable";
  return green ? "green" : "red";
}

export function redGates({ results }: GateReport): readonly string[] {
  return results.filter(isRed).map(({ name }) => name);
}

function isRed({ verdict }: GateReport["results"][number]): boolean {
  return verdict === "failed" || verdict === "timeout";
}

/** Why gates could not look, in a sentence that is never empty. */
export function unavailableMessage(report: GateReport): string {
  const gate = report.results.find((result) => result.verdict === "unavailable");
  return `gate ${gate?.name ?? "?"} could not look: ${gate?.reason || "no reason given"}`;
}

export function treeVerdictName(tree: string, gatesDigest: string): string {
  return `${tree}:${gatesDigest}`;
}

export function candidateVerdictName(onto: string, tree: string, gatesDigest: string): string {
  return `${onto}..${tree}:${gatesDigest}`;
}

/** A report for the record: what passed needs no output. */
export function leanReport(report: GateReport): GateReport {
  if (!report.results.some(saysMore)) return report;
  const results = report.results.map((result) =>
    saysMore(result) ? { ...result, excerpt: "" } : result,
  );
  return { ...report, results };
}

function saysMore({ verdict, excerpt }: GateReport["results"][number]): boolean {
  return verdict === "passed" && excerpt !== "";
}

/** The exact output of the gates that said no, for the agent to read. */
export function evidenceOf(report: GateReport): string {
  const parts = report.results
    .filter(isRed)
    .map(({ name, verdict, reason, excerpt }) =>
      [`gate ${name}: ${verdict}${reason === "" ? "" : ` (${reason})`}`, excerpt].join("\n"),
    );
  const text = parts.join("\n\n");
  return (text === "" ? "the gates did not pass" : text).slice(-LIMITS.promptBytesMax / 4);
}

/** Why work was sent back, in one sentence. */
export function describeRejection({ reason }: Rejection): string {
  return describeReason(reason);
}

function describeReason(reason: RejectionReason): string {
  switch (reason.kind) {
    case "gate-failed":
      return `gates failed: ${reason.gates.join(", ") || "unnamed"}`;
    case "conflict":
      return `merge conflict in ${reason.files.join(", ") || "unnamed files"}`;
    case "semantic-conflict":
      return `gates ${reason.gates.join(", ") || "unnamed"} pass alone and fail together with ${
        reason.suspects.map(displayKey).join(", ") || "what came to the branch since"
      }`;
    case "uncommitted":
      return `changes left uncommitted: ${reason.files.join(", ")}`;
    case "unfinished":
      return `a ${reason.what} was left unfinished`;
    case "elsewhere":
      return `no change in its head, but ${reason.places.join(", ")}`;
    case "person":
      return `sent back by a person: ${reason.message}`;
  }
}
