/** Performs one step of an attempt in a process of its own, so that a test can kill it; built by it. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Candidate, CollectedWork, Workspace } from "../model/index.ts";
import { openTarget } from "./target.ts";
import { built, candidateRequest, collectRequest, complete } from "./values.fixture.ts";
import { targetConfig } from "../model/state.fixture.ts";

export type Step =
  | { readonly kind: "prepare"; readonly attempt: string }
  | { readonly kind: "collect"; readonly attempt: string; readonly workspace: Workspace }
  | { readonly kind: "merge"; readonly attempt: string; readonly work: CollectedWork }
  | { readonly kind: "verify"; readonly candidate: Candidate }
  | { readonly kind: "land"; readonly attempt: string; readonly candidate: Candidate }
  | { readonly kind: "move"; readonly candidate: Candidate }
  | { readonly kind: "land-diverted" }
  | { readonly kind: "note"; readonly candidate: Candidate }
  | { readonly kind: "release"; readonly attempt: string; readonly workspace: Workspace };

export interface StepOrder {
  readonly root: string;
  readonly stateDir: string;
  readonly step: Step;
  readonly answerFile: string;
}

async function perform({ root, stateDir, step }: StepOrder): Promise<unknown> {
  const target = await openTarget(targetConfig(root), { stateDir });
  switch (step.kind) {
    case "prepare":
      return target.prepareWorkspace({ attempt: step.attempt, carry: null });
    case "collect":
      return target.collect(collectRequest(step.attempt, step.workspace));
    case "merge":
      return built(await target.buildCandidate(candidateRequest(step.attempt, step.work)));
    case "verify": {
      const tree = await target.verificationTree({ id: "v", commit: step.candidate.commit });
      await target.dropVerificationTree(tree);
      return tree;
    }
    case "land":
      return target.land({ candidate: step.candidate, what: "1" });
    case "move":
      return target.moveCheckout({
        from: step.candidate.onto,
        to: step.candidate.commit,
        roadmap: complete("1"),
      });
    case "land-diverted":
      return target.landDiverted();
    case "note":
      return target.noteEvidence(step.candidate.commit, { green: true });
    case "release":
      return target.releaseWorkspace(step.attempt, step.workspace);
  }
}

const orderFile = process.argv[2];
if (orderFile !== undefined && process.argv[1]?.endsWith("step-child.mjs")) {
  const order = JSON.parse(readFileSync(orderFile, "utf8")) as StepOrder;
  const answer = await perform(order);
  writeFileSync(order.answerFile, JSON.stringify(answer ?? null));
}
