import { ignoredAddresses } from "../../daemon/index.ts";
import type { Config } from "../../model/index.ts";
import { safeText } from "../text/safe.ts";

/** A line for each address that a repository names in vain: the user's keys go to no such place. */
export function addressWarnings({ agents, gateway }: Pick<Config, "agents" | "gateway">): string[] {
  if (gateway === "off") return [];
  return Object.entries(agents).flatMap(([name, agent]) =>
    ignoredAddresses(agent).map(
      ({ variable, provider, instead }) =>
        `agents.${safeText(name)}: the repository's ${variable} is not heeded, because the ${provider} key is yours: requests go to ${safeText(instead)}; name the agent in your own settings to change that`,
    ),
  );
}
