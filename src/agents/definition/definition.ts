/** An agent as a file describes it, whichever program the file was written for. */
export interface AgentDefinition {
  readonly name: string;
  readonly description: string | null;
  readonly role: string | null;
  readonly model: string | null;
  /** What it may use: names, `mcp__server__tool`, with `*`. Null: everything; empty: nothing. */
  readonly tools: readonly string[] | null;
  /** What it may not use even where `tools` has it. */
  readonly deniedTools: readonly string[];
  readonly priority: "critical" | "high" | "medium" | "low" | null;
  readonly capabilities: readonly string[];
  /** What the agent is told: the file's text without its settings. */
  readonly prompt: string;
}
