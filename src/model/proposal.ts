import type { DutyReference } from "./team.ts";

/** An errand is a person's goal and no role's duty: it is named after its own work stream. */
export function isErrand({ duty }: DutyReference): boolean {
  return duty.startsWith("@");
}

/** Where an agent that is asked for work streams writes them, in the root of its clone. */
export const PROPOSAL_FILE = "proposed-work-streams.json";

/** The form of that file, as an agent is told it. */
export const PROPOSAL_FORM = [
  '[{ "id": "a", "title": "…", "priority": "HIGH", "effort": "S", "files": ["src/…"],',
  '   "acceptanceCriteria": ["what holds when it is done"], "dependencies": [] },',
  ' { "id": "b", "title": "…", "dependencies": ["a", "1.2"] }]',
] as const;
