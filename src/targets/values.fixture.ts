import type { AgentIdentity, Candidate, CollectedWork, Workspace } from "../model/index.ts";
import type { CollectRequest } from "./archive/collect.ts";
import type { CandidateOutcome, CandidateRequest } from "./landing/candidate.ts";

export const ARIA: AgentIdentity = { id: "agent-1", name: "Aria", role: "default" };
export const AT_MS = 1_700_000_000_000;

export const ROADMAP = "# Roadmap\n\n## 1: First\nStatus: open\n\n## 2: Second\nStatus: open\n";

/** The edit that a landing of stream `id` makes; what the roadmap room does for real. */
export function complete(id: string): (bytes: Uint8Array | null) => Uint8Array | null {
  return (bytes) => {
    if (bytes === null) return null;
    const text = Buffer.from(bytes).toString("utf8");
    const edited = text.replace(
      new RegExp(`(## ${id}: [^\\r\\n]*\\r?\\nStatus: )open`),
      "$1complete",
    );
    return edited === text ? null : Buffer.from(edited, "utf8");
  };
}

/** As {@link ARIA} leaves it, leftovers taken for work. */
export function collectRequest(attempt: string, workspace: Workspace): CollectRequest {
  return { attempt, workspace, agent: ARIA, autoCommit: true, atMs: AT_MS };
}

export function candidateRequest(
  id: string,
  work: CollectedWork,
  more: Partial<CandidateRequest> = {},
): CandidateRequest {
  const stream = id.slice(id.indexOf(":") + 1, id.lastIndexOf("/"));
  return {
    attempt: id,
    key: id.slice(0, id.lastIndexOf("/")),
    id: stream,
    title: `Stream ${stream}`,
    agent: ARIA,
    work,
    atMs: AT_MS,
    roadmap: complete(stream),
    ...more,
  };
}

export function built(outcome: CandidateOutcome): Candidate {
  if (outcome.kind !== "candidate-built") throw new Error(`not built: ${JSON.stringify(outcome)}`);
  return outcome.candidate;
}

export const FILES: Readonly<Record<string, string>> = {
  "plans/roadmap.md": ROADMAP,
  "a.txt": "one\ntwo\nthree\n",
  "src/app.ts": "export const app = 1;\n",
  "src/deep/er/leaf.ts": "export const leaf = 1;\n",
  ".gitignore": "ignored/\n*.log\n.env\n",
};
