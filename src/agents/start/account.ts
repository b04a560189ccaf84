import type { AgentConfig } from "../../model/index.ts";
import { environment, sha256 } from "../../platform/index.ts";
import { keyVariables, isKey } from "./detect.ts";
import { isUnknownProgram, providersGiven, variablesOf } from "./providers.ts";

const DIGEST_CHARS = 12;

/**
 * Whose account an agent's requests go to, as far as that shows: limits and missing logins are an
 * account's. `<adapter>/<digest of its key>`, or `<adapter>/login` for the login of the program's
 * own, whose tokens change while the account stays.
 */
export function accountOf(config: AgentConfig): string {
  const { adapter } = config;
  const mine = environment();
  const names = [...keyNames(config), ...config.envAllow.filter(isKey)];
  for (const name of names) {
    const key = config.env[name] ?? mine[name] ?? "";
    if (key !== "") return `${adapter}/${sha256(`${name}\0${key}`).slice(0, DIGEST_CHARS)}`;
  }
  return `${adapter}/login`;
}

/** Where its key may be: of a program that we do not know, only what it is given says so. */
function keyNames(config: AgentConfig): readonly string[] {
  if (!isUnknownProgram(config)) return keyVariables(config.adapter);
  const { providers, users } = providersGiven(config);
  const isGiven = (name: string): boolean => (config.env[name] ?? users[name] ?? "") !== "";
  return [...variablesOf(providers), ...Object.keys(config.env)].filter(
    (name) => isKey(name) && isGiven(name),
  );
}
