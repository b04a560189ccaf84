import type { AgentIdentity } from "../model/index.ts";
import { OrchestratorError, slug } from "../model/index.ts";
import { environment } from "../platform/index.ts";
import type { Discovery } from "./discovery.ts";
import { headerText } from "./names.ts";
import type { Repository } from "./repository.ts";

/** Who makes a commit. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** The user's; null where git would refuse to commit for want of one. */
export function configuredIdentity(found: Discovery): Identity | null {
  const env = environment();
  const name =
    env["GIT_COMMITTER_NAME"] ??
    found.config.get("committer.name") ??
    found.config.get("user.name");
  const email =
    env["GIT_COMMITTER_EMAIL"] ??
    found.config.get("committer.email") ??
    found.config.get("user.email") ??
    env["EMAIL"];
  if (name === undefined || email === undefined || name.trim() === "" || email === "") return null;
  return { name, email };
}

/** The identity merges are made in; the user's own, never an invented one (decision 7). */
export function requireIdentity(repository: Repository): Identity {
  if (repository.identity !== null) return repository.identity;
  throw new OrchestratorError("no-identity", "git does not know who commits here.", {
    hint: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
  });
}

const OURS: Identity = { name: "orchestrator", email: "orchestrator@localhost" };

/** For what no branch of the user's ever holds: their own where git knows it, else ours. */
export function anyIdentity({ identity }: Repository): Identity {
  return identity ?? OURS;
}

/** Who an agent is in commits; the address leads nowhere, on purpose. */
export function agentIdentity(agent: AgentIdentity): Identity {
  const name = headerText(agent.name) || "agent";
  return { name, email: `${slug(agent.id)}@agents.invalid` };
}

/** The variables that make a git commit in this name. */
export function identityEnv({ name, email }: Identity): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

/** The variables that make an agent's own `git commit` carry its name. */
export function agentGitEnv(agent: AgentIdentity): Record<string, string> {
  return identityEnv(agentIdentity(agent));
}

/** For commits that are scaffolding: no person's name, no moment, so the same input is the same object. */
export const SCAFFOLD_ENV: Readonly<Record<string, string>> = {
  ...identityEnv(OURS),
  GIT_AUTHOR_DATE: "@0 +0000",
  GIT_COMMITTER_DATE: "@0 +0000",
};
