/** Where an agent that is asked for work streams writes them, in the root of its clone. */
export const PROPOSAL_FILE = "proposed-work-streams.json";
