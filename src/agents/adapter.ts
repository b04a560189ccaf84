import type {
  AgentConfig,
  AgentIdentity,
  AgentOutcome,
  AttemptId,
  RunExit,
  StreamKey,
  TargetId,
  Usage,
} from "../model/index.ts";

/** Everything an adapter may know when it says how to start an agent. */
export interface LaunchContext {
  readonly attempt: AttemptId;
  readonly key: StreamKey;
  readonly generation: number;
  readonly streamId: string;
  readonly title: string;
  readonly agent: AgentIdentity;
  /** Absolute path of the attempt's clone: the working directory. */
  readonly workspace: string;
  readonly target: TargetId;
  /** Given on stdin, never on argv. */
  readonly prompt: string;
  readonly config: AgentConfig;
  /** The team's own tools for this attempt; null until there is an endpoint for them. */
  readonly mcpUrl: string | null;
  readonly token: string | null;
}

export interface LaunchCommand {
  readonly argv: readonly [string, ...string[]];
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** Where its program lies: to be seen, and not written, however the agent is confined. */
  readonly readOnly: readonly string[];
}

/** What a line of an agent's output says; anything else is only output. */
export type AgentLine =
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "usage"; readonly usage: Usage }
  | { readonly kind: "question"; readonly question: string }
  | { readonly kind: "message"; readonly to: string; readonly text: string };

/** One kind of agent behind one contract: pure functions over the process runner. */
export interface Adapter {
  readonly name: AgentConfig["adapter"];
  readonly command: (context: LaunchContext) => LaunchCommand;
  readonly parse: (line: string) => AgentLine | null;
  /** The agent's claim about its run; `tail` is the end of its output. */
  readonly classify: (exit: RunExit, tail: string) => AgentOutcome;
}
