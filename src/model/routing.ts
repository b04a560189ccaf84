/** A role that work is routed to, as data: what is its, and who is fit for it. */
export interface RoutedRole {
  /** What its agents are called by: `backend`, `doc-scribe`. */
  readonly id: string;
  /** Its part of a requirement's subject: `requirements.<domain>.<id>`. */
  readonly domain: string;
  /** Whole words and phrases of a title or a text, in lower case; plurals count too. */
  readonly words: readonly string[];
  /** Globs from the root over the files that work names. */
  readonly files: readonly string[];
  /** It takes what is no other role's. */
  readonly rest: boolean;
  /** What an agent for it should be able to do. */
  readonly capabilities: readonly string[];
  /** The configured agent that carries it out; null: the session's. */
  readonly agent: string | null;
}

/**
 * A role as the settings name it; null: as the table that comes with the product has it. The name
 * `default` stands for all of that table's roles that are not named themselves.
 */
export interface RoleSetting {
  readonly id: string;
  readonly domain: string | null;
  readonly words: readonly string[] | null;
  readonly files: readonly string[] | null;
  readonly rest: boolean | null;
  readonly capabilities: readonly string[] | null;
  /** The configured agent that carries it out; null: the session's. */
  readonly agent: string | null;
}

/** What speaks for a role: a word of the work, a file it names, or a person's word in the roadmap. */
export interface RouteReason {
  readonly kind: "word" | "file" | "assignee" | "name";
  readonly match: string;
  readonly where: "title" | "text" | "files" | "roadmap";
}

export interface RoleShare {
  readonly role: string;
  readonly domain: string;
  readonly score: number;
  readonly because: readonly RouteReason[];
}

/** Where work goes. */
export interface Routing {
  /** Who carries it out as one piece; null: no role is for it, and none takes the rest. */
  readonly role: string | null;
  readonly how: "assigned" | "matched" | "rest" | "nobody";
  /** The roles that have a part in it, in role order: what is built on comes first. */
  readonly shares: readonly RoleShare[];
}
