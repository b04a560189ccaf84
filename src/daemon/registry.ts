import type { AgentDefinition } from "../agents/index.ts";
import { findDefinition, listDefinitions } from "../agents/index.ts";
import type { RoutedRole } from "../model/index.ts";
import type { AgentChoice, AgentProfile } from "../planner/index.ts";
import { chooseAgent } from "../planner/index.ts";

/** What agents there are definitions of, and what each can do: files here, and the core agents. */
function agentRegistry(root: string): readonly AgentProfile[] {
  return listDefinitions(root)
    .filter(({ state }) => state !== "archived")
    .map(({ name, state, definition }) => ({
      name,
      own: state === "active",
      role: definition.role,
      priority: definition.priority,
      capabilities: definition.capabilities,
    }));
}

export interface ChosenDefinition extends AgentChoice {
  readonly definition: AgentDefinition;
}

/** The definition that an agent of a routed role works by; null: nobody described one for it. */
export function chooseDefinition(
  root: string,
  role: RoutedRole,
  work: { readonly title: string; readonly text?: string },
): ChosenDefinition | null {
  const choice = chooseAgent(role, work, agentRegistry(root));
  if (choice === null) return null;
  const found = listDefinitions(root).find(({ name }) => name === choice.agent);
  return found === undefined ? null : { ...choice, definition: found.definition };
}

/**
 * What an agent of a role works by: the file of its name, else, where work is routed to the role,
 * whichever definition is fittest. Roles that nothing is routed to have what their files say.
 */
export function definitionFor(
  place: { readonly root: string; readonly read: (path: string) => string | null },
  role: string,
  routing: readonly RoutedRole[],
  work: { readonly title: string; readonly text?: string },
): AgentDefinition | null {
  const own = findDefinition(role, place.read)?.definition ?? null;
  if (own !== null) return own;
  const routed = routing.find(({ id }) => id === role);
  return routed === undefined
    ? null
    : (chooseDefinition(place.root, routed, work)?.definition ?? null);
}
