import { compareText, PRIORITIES, type Priority, type RoutedRole } from "../../model/index.ts";
import type { RoutableWork } from "./route.ts";
import { sameName, wordsOf } from "./route.ts";

/** An agent that there is a definition of, as far as it says for whom and what it is. */
export interface AgentProfile {
  readonly name: string;
  /** A file of the repository describes it; else it comes with the product. */
  readonly own: boolean;
  readonly role: string | null;
  readonly priority: Priority | null;
  readonly capabilities: readonly string[];
}

export interface AgentChoice {
  readonly agent: string;
  readonly how: "named" | "capable";
  /** The capabilities that spoke for it: the role's, and what the work itself mentions. */
  readonly matched: readonly string[];
}

/** The work itself asks for it ("in Rust"); the role only wants it in general. */
const MENTION_WEIGHT = 3;
const WANTED_WEIGHT = 2;

/**
 * The agent for a role: the one of its name, the one whose definition says it is for the role, else
 * the most capable one. Between equals a file of the repository, the higher priority, the name.
 * Null: nobody can any of it.
 */
export function chooseAgent(
  role: RoutedRole,
  work: Pick<RoutableWork, "title" | "text">,
  registry: readonly AgentProfile[],
): AgentChoice | null {
  const named =
    registry.find(({ name }) => sameName(name, role.id)) ??
    registry.find((one) => one.role !== null && sameName(one.role, role.id));
  if (named !== undefined) return { agent: named.name, how: "named", matched: [] };
  const mentioned = new Set(wordsOf(`${work.title} ${work.text ?? ""}`));
  const judged = registry.flatMap((profile) => {
    const wanted = profile.capabilities.filter((one) =>
      role.capabilities.some((capability) => sameName(capability, one)),
    );
    const said = profile.capabilities.filter(
      (one) => !wanted.includes(one) && wordsOf(one).every((word) => mentioned.has(word)),
    );
    const score = wanted.length * WANTED_WEIGHT + said.length * MENTION_WEIGHT;
    // What the work mentions makes the fit one fitter, and nobody fit by itself.
    return wanted.length === 0 ? [] : [{ profile, score, matched: [...wanted, ...said] }];
  });
  const [best] = judged.sort(
    (a, b) =>
      b.score - a.score ||
      Number(b.profile.own) - Number(a.profile.own) ||
      rankOf(a.profile) - rankOf(b.profile) ||
      compareText(a.profile.name, b.profile.name),
  );
  if (best === undefined) return null;
  return { agent: best.profile.name, how: "capable", matched: best.matched };
}

function rankOf({ priority }: AgentProfile): number {
  return PRIORITIES.indexOf(priority ?? "medium");
}
