import type { AgentIdentity } from "../model/index.ts";
import { slug } from "../model/index.ts";
import { headerText } from "./names.ts";
import type { Identity } from "./repository.ts";

/** Who an agent is in commits; the address leads nowhere, on purpose. */
export function agentIdentity(agent: AgentIdentity): Identity {
  const name = headerText(agent.name) || "agent";
  return { name, email: `${slug(agent.id)}@agents.invalid` };
}

/** The variables that make an agent's own `git commit` carry its name. */
export function agentGitEnv(agent: AgentIdentity): Record<string, string> {
  const { name, email } = agentIdentity(agent);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

/** For commits that are scaffolding: no person's name, no moment, so the same input is the same object. */
export const SCAFFOLD_ENV: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: "orchestrator",
  GIT_AUTHOR_EMAIL: "orchestrator@localhost",
  GIT_AUTHOR_DATE: "@0 +0000",
  GIT_COMMITTER_NAME: "orchestrator",
  GIT_COMMITTER_EMAIL: "orchestrator@localhost",
  GIT_COMMITTER_DATE: "@0 +0000",
};
