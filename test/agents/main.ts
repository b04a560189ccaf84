// Drives the real agent programs against a model server of our own, through the built product:
// `npm run test:agents [-- ADAPTER…]`. Installs them, at exact versions, into a temporary folder
// (AGENTS_FOLDER keeps it for the next time); they weigh over a gigabyte.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { Rig } from "../e2e/rig.ts";
import type { Fault, ModelTurn, Scenario } from "./model-server.ts";
import { serveModels } from "./model-server.ts";
import type { AgentProgram } from "./programs.ts";
import { PROGRAMS } from "./programs.ts";

const wanted = process.argv.slice(2);
const chosen = PROGRAMS.filter(({ adapter }) => wanted.length === 0 || wanted.includes(adapter));
const kept = process.env["AGENTS_FOLDER"];
const folder = kept ?? mkdtempSync(join(tmpdir(), "agents-programs-"));

/** Green as long as nothing is made; then it has to be made well. */
const settings = `
gates: [{ name: well, run: "test ! -e made.txt || grep -q well made.txt" }]
retry: { base: 200ms, failures: 1 }
`;

let passed = 0;
const failures: string[] = [];

function install(programs: readonly AgentProgram[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const exact = programs.map((one) => `${one.package}@${one.version}`);
  const ran = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--save-exact", ...exact], {
    cwd: folder,
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`npm install failed:\n${ran.stderr}`);
}

async function check(title: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
    passed += 1;
    process.stdout.write(`  ok    ${title}\n`);
  } catch (error) {
    process.stdout.write(`  FAIL  ${title}\n`);
    failures.push(`${title}:\n${error instanceof Error ? error.message : String(error)}`);
  }
}

const write = (text: string): ModelTurn => ({
  kind: "run",
  command: `echo ${text} > made.txt && git add -A && git commit -q -m 'made it ${text}'`,
});
const DONE: ModelTurn = { kind: "say", text: "All done." };

async function lands(program: AgentProgram): Promise<void> {
  await withAgent(program, null, async (rig) => {
    const data = await rig.data("run", "1.1", "--trust");
    const [stream] = data["workStreams"] as readonly Record<string, unknown>[];
    expectEqual(stream?.["state"], "completed", JSON.stringify(data, null, 2));
    expectEqual(stream?.["attempts"], 2, "attempts");
    expectEqual(rig.git("show", "main:made.txt"), "well", "what landed");
    const usage = stream?.["usage"] as Record<string, unknown> | null;
    if (Number(usage?.["inputTokens"] ?? 0) <= 0) throw new Error("no tokens were counted");
  });
}

async function blocks(program: AgentProgram, fault: Fault, reason: RegExp): Promise<void> {
  await withAgent(program, fault, async (rig) => {
    const ran = await rig.run("run", "1.1", "--trust", "--json");
    const said = `${ran.stdout}\n${ran.stderr}`;
    if (ran.code === 0 || !reason.test(said)) throw new Error(`exited ${ran.code}:\n${said}`);
  });
}

function expectEqual(found: unknown, expected: unknown, what: string): void {
  if (found === expected) return;
  throw new Error(`expected ${String(expected)}, found ${String(found)}: ${what}`);
}

/** A user's machine with the program on its PATH and the model server where its settings say. */
async function withAgent(
  program: AgentProgram,
  fault: Fault | null,
  body: (rig: Rig) => Promise<void>,
): Promise<void> {
  const { adapter, model } = program;
  const key = `sk-${adapter}`;
  const scenario: Scenario = {
    key,
    turns: [write("ill"), DONE],
    again: [write("well"), DONE],
    fault,
  };
  const server = await serveModels([scenario]);
  const made = Rig.make({
    roadmap: "# Roadmap\n\n### 1.1 Make it\n- **Status**: Not Started\n- [ ] make made.txt\n",
    script: {},
    config: `agents: { default: ${JSON.stringify({ adapter, model })} }${settings}`,
  });
  const bin = join(folder, "node_modules", ".bin");
  const rig = new UserRig(made, {
    ...program.env(server.url, key),
    PATH: `${bin}${delimiter}${made.env["PATH"]}`,
  });
  for (const [path, text] of Object.entries(program.home(server.url))) {
    const full = join(made.env["HOME"] ?? "", path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  try {
    await body(rig);
  } finally {
    await server.close();
    rmSync(made.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A rig whose user has more in the environment. */
class UserRig extends Rig {
  readonly #more: Readonly<Record<string, string>>;

  constructor(rig: Rig, more: Readonly<Record<string, string>>) {
    super(rig.folder, rig.root);
    this.#more = more;
  }

  override get env(): Record<string, string> {
    return { ...super.env, ...this.#more };
  }
}

try {
  install(chosen);
  for (const program of chosen) {
    await check(`${program.adapter} is sent back by a gate, mends it, and lands`, () =>
      lands(program),
    );
    await check(`${program.adapter} without a login blocks, and says how to log in`, () =>
      blocks(program, "401", /log in with/i),
    );
    await check(`${program.adapter} with a prompt too long fails for that`, () =>
      blocks(program, "400", /too long/i),
    );
  }
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) process.stdout.write(`${failure}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed, 0 skipped\n`);
process.exit(failures.length === 0 ? 0 : 1);
