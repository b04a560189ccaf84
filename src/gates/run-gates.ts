import type { GateDefinition, GateReport, GateResult } from "../model/index.ts";
import { matchesAny } from "../model/index.ts";
import { runBuiltIn } from "./built-in.ts";
import { blank, runCommandGate } from "./command.ts";
import { gatesDigest } from "./digest.ts";
import type { GateRequest } from "./types.ts";

/**
 * Runs every gate on a checkout of the tree, in the order of their definitions, one at a time.
 * The definitions are the base's or the user's, never the tree's own (decision 13). Rejects only
 * with what `run` or `keep` throws, and then nothing has been judged.
 */
export async function runGates(request: GateRequest): Promise<GateReport> {
  const results: GateResult[] = [];
  const needsPerson: string[] = [];
  let failedFirst: string | null = null;
  for (const gate of request.definitions) {
    if (failedFirst !== null && request.stopEarly === true) {
      results.push({ ...blank(gate.name), reason: `not run: ${failedFirst} was red first` });
      continue;
    }
    const answer = await runGate(gate, request);
    results.push(answer.result);
    needsPerson.push(...answer.needsPerson);
    const { verdict } = answer.result;
    if (verdict === "failed" || verdict === "timeout") failedFirst ??= gate.name;
  }
  return {
    tree: request.tree,
    gatesDigest: gatesDigest(request.definitions),
    green: results.every(isGreen),
    results,
    needsPerson: [...new Set(needsPerson)],
  };
}

/** A gate that could not look proves nothing, so it is not green either. */
function isGreen({ verdict }: GateResult): boolean {
  return verdict === "passed" || verdict === "flaky" || verdict === "skipped";
}

async function runGate(
  gate: GateDefinition,
  request: GateRequest,
): Promise<{ readonly result: GateResult; readonly needsPerson: readonly string[] }> {
  const { changedFiles } = request;
  const { onlyPaths, name, check } = gate;
  const idle =
    changedFiles !== null &&
    onlyPaths.length > 0 &&
    !changedFiles.some((file) => matchesAny(file, onlyPaths));
  if (idle) {
    const reason = `no changed path matches ${onlyPaths.join(", ")}`;
    return { result: { ...blank(name), reason }, needsPerson: [] };
  }
  if (check.kind !== "command") return runBuiltIn(name, check.kind, request);
  return { result: await runCommandGate(gate, check.run, request), needsPerson: [] };
}
