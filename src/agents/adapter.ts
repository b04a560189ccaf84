import type {
  AgentConfig,
  AgentIdentity,
  AgentMessage,
  AgentOutcome,
  AttemptId,
  ModelProvider,
  RunExit,
  StreamKey,
  TargetId,
} from "../model/index.ts";
import type { AgentLine } from "./lines/agent-line.ts";
import type { AgentDefinition } from "./definition/definition.ts";
import type { Seen } from "./lines/seen.ts";

/** Where an agent's models are, whose they are, and what it says to be let in. */
export interface AgentGateway {
  readonly url: string;
  readonly token: string;
  readonly providers: readonly ModelProvider[];
}

/** Everything an adapter may know when it says how to start an agent. */
export interface LaunchContext {
  readonly attempt: AttemptId;
  readonly key: StreamKey;
  readonly generation: number;
  readonly streamId: string;
  readonly title: string;
  readonly agent: AgentIdentity;
  /** What its role may do and is told; null when nobody wrote that down. */
  readonly definition: AgentDefinition | null;
  /** Absolute path of the attempt's clone: the working directory. */
  readonly workspace: string;
  /**
   * A directory of the work stream's own, outside the clone: the program's settings and
   * conversations. It is there from one attempt to the next.
   */
  readonly home: string;
  readonly target: TargetId;
  /** Given on stdin, never on argv. */
  readonly prompt: string;
  /** What was said to the stream's agents; all of it stands in the prompt as well. */
  readonly messages: readonly AgentMessage[];
  readonly config: AgentConfig;
  /** Where model requests go, and the token of this attempt; null: the program's own login. */
  readonly gateway: AgentGateway | null;
  /** The team's own tools for this attempt; null until there is an endpoint for them. */
  readonly mcpUrl: string | null;
  readonly token: string | null;
}

export interface LaunchCommand {
  readonly argv: readonly [string, ...string[]];
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** It can be spoken to after that, and its stdin ends when its turn does. */
  readonly listens?: boolean;
  /** Where its program lies: to be seen, and not written, however the agent is confined. */
  readonly readOnly: readonly string[];
  /** Files to lay into `home` before it starts: settings, and copies of the user's login. */
  readonly files: readonly HomeFile[];
}

/** `path` is relative to the home. `copyOf`: nothing is laid where the user has no such file. */
export type HomeFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly copyOf: string };

export interface Capabilities {
  /** Goes on from an earlier conversation, also after a kill. */
  readonly resumes: boolean;
  /** May begin a fresh conversation without saying so: its prompts are always whole. */
  readonly forgets?: true;
  /** Can be spoken to in the middle of a turn, over its stdin. */
  readonly steers: boolean;
  readonly mcp: boolean;
}

/** One kind of agent behind one contract: pure functions over the process runner. */
export interface Adapter {
  readonly name: AgentConfig["adapter"];
  readonly capabilities: Capabilities;
  readonly command: (context: LaunchContext) => LaunchCommand;
  /** The command that goes on from `session`; null for an agent that cannot. */
  readonly resume: (context: LaunchContext, session: string) => LaunchCommand | null;
  /** What a line of its stdout says; never throws, and never without an answer. */
  readonly parse: (line: string) => readonly AgentLine[];
  /** The agent's claim about its run, of which `seen` is the fold; `atMs`: when it ended. */
  readonly classify: (exit: RunExit, seen: Seen, atMs: number) => AgentOutcome;
  /**
   * What goes on its stdin so that it hears a message; absent where it cannot be spoken to.
   * `printed`: the lines of its stdout so far, among them what it asked.
   */
  readonly say?: (message: AgentMessage, printed: () => Iterable<string>) => string;
}
