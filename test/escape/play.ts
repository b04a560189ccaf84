import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Gateway, connectGateway } from "../../src/gateway/index.ts";
import type { NetworkProfile } from "../../src/model/index.ts";
import { type Warden, connectWarden } from "../../src/warden/index.ts";
import { exitOf } from "../../src/warden/warden.fixture.ts";
import { killPid } from "../processes.ts";
import { BREACH, DONE, type EscapeAttempt } from "./attempt.ts";
import { READS, WRITES } from "./files.ts";
import { GIT_TRAPS } from "./git.ts";
import { LIMITS } from "./limits.ts";
import { ADDRESSES, DOOR, SOCKET_FILES } from "./network.ts";
import { KERNEL, PROCESSES } from "./processes.ts";
import { playTrap } from "./traps.ts";
import { DOOR_PORT, World, processesWith } from "./world.ts";

const ATTEMPTS: readonly EscapeAttempt[] = [
  ...WRITES,
  ...READS,
  ...SOCKET_FILES,
  ...ADDRESSES,
  ...DOOR,
  ...PROCESSES,
  ...KERNEL,
  ...LIMITS,
];

const DEADLINE_MS = 120_000;
/** For those that go on until somebody ends them. */
const SHORT_DEADLINE_MS = 6_000;
const OUTPUT_BYTES_MAX = 1_000_000;
const CONTROL_MS_MAX = 20_000;

export interface PlayOptions {
  /** Without what takes seconds, and without the controls. */
  readonly quick: boolean;
  /** Part of a name; empty for all. */
  readonly only: string;
  readonly say: (text: string) => void;
}

interface Sandbox {
  readonly world: World;
  readonly warden: Warden;
  readonly gateway: Gateway;
  readonly door: NetworkProfile;
}

const TOKEN = "escape-suite-token-0123456789abcdef";

/** Plays every attempt, and every trap for our own git; tells each that was not held. */
export async function playAll({ quick, only, say }: PlayOptions) {
  const chosen = ATTEMPTS.filter(
    (one) =>
      one.name.includes(only) &&
      !(quick && one.slow === true) &&
      (one.only === undefined || one.only === process.arch),
  );
  const tally = { passed: 0, failed: 0 };
  const note = (name: string, problems: readonly string[]): void => {
    if (problems.length === 0) tally.passed++;
    else tally.failed++;
    if (problems.length > 0) say(`NOT HELD: ${name}: ${problems.join("; ")}`);
  };
  const sandbox = await openSandbox();
  for (const [index, attempt] of chosen.entries()) {
    note(attempt.name, await play(sandbox, attempt, index));
  }
  await closeSandbox(sandbox);
  for (const trap of GIT_TRAPS.filter((one) => one.name.includes(only))) {
    note(`our git and ${trap.name}`, await playTrap(trap));
  }
  const controls = quick ? [] : chosen.filter((one) => one.control === true);
  for (const [index, attempt] of controls.entries()) {
    note(`control of: ${attempt.name}`, await playOutside(attempt, index));
  }
  say(`${chosen.length} attempts, ${GIT_TRAPS.length} traps for git, ${controls.length} controls`);
  return tally;
}

async function openSandbox(): Promise<Sandbox> {
  const world = new World();
  await world.open();
  const warden = await connectWarden({
    askedBefore: [],
    runsDir: join(world.base, "runs"),
    socketPath: join(world.base, "w.sock"),
  });
  const socketDir = join(world.base, "run", "g");
  const gateway = await connectGateway({ stateDir: join(world.base, "gw"), socketDir });
  const { socketPath } = await gateway.open({
    attempt: "self:own/1",
    token: TOKEN,
    allowance: null,
    prices: [],
    accounts: {},
    egress: {
      hosts: ["localhost", "*.internal", "127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]"],
      privateHosts: [],
    },
    tools: { context: "nothing to tell" },
    port: false,
  });
  world.settle();
  return { world, warden, gateway, door: { kind: "door", socket: socketPath, port: DOOR_PORT } };
}

async function closeSandbox({ world, warden, gateway }: Sandbox): Promise<void> {
  await gateway.shutdown();
  await warden.shutdown();
  world.close();
}

async function play(sandbox: Sandbox, attempt: EscapeAttempt, index: number): Promise<string[]> {
  const { world, warden } = sandbox;
  world.renew();
  const left = `7${String(process.pid).padStart(7, "0")}${index}`;
  const network: NetworkProfile =
    attempt.network === "door" ? sandbox.door : { kind: attempt.network ?? "none" };
  const id = `escape/${index}`;
  const started = await warden.ensure({
    id,
    kind: "agent",
    argv: command(world, attempt, left),
    cwd: world.clone,
    env: { ...environment(world), ...(attempt.network === "door" ? { TOKEN } : {}) },
    stdin: "",
    confinement: {
      ...world.profile(network),
      readOnly: [...world.profile(network).readOnly, dirname(process.execPath)],
    },
    deadlineMs: attempt.ends === true ? SHORT_DEADLINE_MS : DEADLINE_MS,
    stdoutBytesMax: OUTPUT_BYTES_MAX,
    stderrBytesMax: OUTPUT_BYTES_MAX,
  });
  const view = await exitOf(warden, started);
  const output = (["stdout", "stderr"] as const)
    .map((name) => warden.readOutput(id, name, 0, OUTPUT_BYTES_MAX + 4_096).toString("latin1"))
    .join("\n");
  await warden.forget(id);
  return [
    ...world.breaches(output, left),
    ...output.split("\n").filter((line) => line.startsWith(BREACH)),
    ...(attempt.ends === true || output.includes(DONE)
      ? []
      : [`it did not run: ${output.slice(0, 300)}`]),
    ...(view.exit?.kind === "not-started" ? ["it never started"] : []),
    ...(output.length > 2 * OUTPUT_BYTES_MAX + 8_192 ? ["its output has no end"] : []),
  ];
}

/** The same where nothing holds it: it must get through, or it proves nothing. */
async function playOutside(attempt: EscapeAttempt, index: number): Promise<string[]> {
  const world = new World();
  await world.open();
  const left = `8${String(process.pid).padStart(7, "0")}${index}`;
  const [program, ...args] = command(world, attempt, left);
  const ran = spawnSync(program, args, {
    cwd: world.clone,
    env: environment(world),
    encoding: "latin1",
    timeout: CONTROL_MS_MAX,
    maxBuffer: 64 * 1024 ** 2,
  });
  // What it knocked at has to be told of it.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const breaches = world.breaches(`${ran.stdout}${ran.stderr}`, left);
  for (const pid of processesWith(`sleep ${left}`)) killPid(pid);
  world.close();
  return breaches.length > 0
    ? []
    : [`it does not get through by itself: ${ran.stderr.slice(0, 300)}`];
}

function environment(world: World): Record<string, string> {
  const path = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`;
  return { PATH: path, HOME: join(world.base, "home") };
}

function command(world: World, attempt: EscapeAttempt, left: string): [string, ...string[]] {
  const text = world.fill(attempt.run, left);
  const end = `; echo "${DONE}"`;
  if ((attempt.by ?? "sh") === "sh") return ["/bin/sh", "-c", `${text}\n${end.slice(2)}`];
  writeFileSync(join(world.clone, ".program"), text);
  return ["/bin/sh", "-c", `${attempt.by ?? ""} ./.program${end}`];
}
