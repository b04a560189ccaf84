import { delimiter, join } from "node:path";
import { Rig } from "../e2e/rig.ts";
import type { ModelServer, Scenario } from "./model-server.ts";
import { serveModels } from "./model-server.ts";
import type { AgentProgram } from "./programs.ts";

export interface Staged {
  readonly scenario: Omit<Scenario, "key">;
  /** Its program asks its models itself, as its user has set it up. */
  readonly ownLogin?: boolean;
  /** Lines added to orchestrator.yaml. */
  readonly config?: string;
  /** The user's own settings. */
  readonly settings?: string;
}

/** Green as long as nothing is made; then it has to be made well. */
const GATES = `gates: [{ name: well, run: "test ! -e made.txt || grep -q well made.txt" }]`;

/** A user's machine with the program on its PATH and the model server where its settings say. */
export async function onStage(
  folder: string,
  program: AgentProgram,
  { scenario, ownLogin = false, config = "", settings }: Staged,
  body: (rig: Rig, server: ModelServer) => Promise<void>,
): Promise<void> {
  const { adapter, model } = program;
  const key = `sk-${adapter}`;
  const server = await serveModels([{ ...scenario, key }]);
  const rig = Rig.make({
    roadmap: "# Roadmap\n\n### 1.1 Make it\n- **Status**: Not Started\n- [ ] make made.txt\n",
    script: {},
    config: `agents: { default: ${JSON.stringify({ adapter, model })} }\n${GATES}\n${
      config === "" ? "retry: { base: 200ms, failures: 1 }" : config
    }\n`,
  });
  const bin = join(folder, "node_modules", ".bin");
  rig.extraEnv = {
    ...(ownLogin ? program.ownEnv : program.env)(server.url, key),
    PATH: `${bin}${delimiter}${rig.env["PATH"]}`,
  };
  const home = ownLogin ? program.home(server.url) : {};
  for (const [path, text] of Object.entries(home)) {
    rig.at(rig.folder).write(join("home", path), text);
  }
  if (settings !== undefined) rig.writeUserConfig(settings);
  const over = new AbortController();
  try {
    await Promise.race([body(rig, server), tooLong(over.signal)]);
  } finally {
    over.abort();
    await server.close();
    rig.remove();
  }
}

/** Many times what a play takes on a quiet machine. */
const PLAY_MS_MAX = 5 * 60_000;

function tooLong(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("it did not end")), PLAY_MS_MAX);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
