// The scripted agent: follows the script on its stdin in its working directory, as a real agent
// would work there, and says what it does as JSON lines on stdout.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { dirname, isAbsolute, normalize, resolve } from "node:path";
import { slug, unreachable } from "../../model/index.ts";
import { environment } from "../../platform/index.ts";
import type { Step } from "./script.ts";
import { LineReader } from "../lines/lines.ts";
import { readScript, stepsFor } from "./script.ts";
import type { TemplateValues } from "./template.ts";
import { fillIn } from "./template.ts";
import type { ScriptedLine, ScriptedMessage, ScriptedStart } from "./wire.ts";

const CRASH_CODE = 139;
const GAVE_UP_CODE = 3;
const FLOOD_CHUNK = Buffer.alloc(64 * 1024, "x");

const env = environment();
const values = {
  id: env["ORCHESTRATOR_WORK_STREAM"] ?? "",
  title: env["ORCHESTRATOR_TITLE"] ?? "",
  attempt: Number(env["ORCHESTRATOR_ATTEMPT"] ?? "1"),
  slug: slug(env["ORCHESTRATOR_WORK_STREAM"] ?? ""),
  name: env["ORCHESTRATOR_AGENT_NAME"] ?? "agent",
  answer: "",
} satisfies TemplateValues;

/** Answers from before it began: what was asked once is not asked again. */
let answered: ReadonlyMap<string, string> = new Map();
/** What was said to it and it has not listened to yet. */
const said: ScriptedMessage[] = [];
let wake: () => void = () => undefined;

await follow(await hear());
// Its ear may still be open: nobody has to close it for the work to be over.
process.exit(0);

/** The start on the first line of stdin; what follows is kept until somebody listens. */
function hear(): Promise<ScriptedStart> {
  const reader = new LineReader();
  return new Promise((begin) => {
    let hasBegun = false;
    const take = (line: string): void => {
      if (hasBegun) said.push(JSON.parse(line) as ScriptedMessage);
      else begin(JSON.parse(line) as ScriptedStart);
      hasBegun = true;
      wake();
    };
    process.stdin.on("data", (chunk: Buffer) => reader.push(chunk).forEach(take));
    process.stdin.on("end", () => reader.end().forEach(take));
  });
}

/** The next message of a kind (null: of any), or null when none comes in time. */
async function listen(kind: string | null, seconds: number): Promise<ScriptedMessage | null> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const at = said.findIndex((one) => kind === null || one.kind === kind);
    const [found] = at === -1 ? [] : said.splice(at, 1);
    if (found !== undefined) {
      values.answer = found.text;
      return found;
    }
    const left = until - Date.now();
    if (left <= 0) return null;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, left);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

async function follow(start: ScriptedStart): Promise<void> {
  values.answer = start.heard.at(-1)?.text ?? "";
  answered = new Map(
    start.heard.flatMap(({ kind, text, about }) =>
      kind === "answer" && about !== null ? [[about, text] as const] : [],
    ),
  );
  const script = readScript(start.script);
  if (!script.ok) return fail(`script, line ${script.error.line}: ${script.error.message}`);
  const steps = stepsFor(script.value, values.id, values.attempt);
  if (steps === null) return fail(`the script says nothing of ${values.id} and has no "*"`);
  for (const step of steps) await take(step);
}

type StepOf<K extends Step["do"]> = Extract<Step, { readonly do: K }>;

async function take(step: Step): Promise<void> {
  switch (step.do) {
    case "say":
      return say({ type: "say", text: fill(step.text) });
    case "sleep":
      return wait(step.seconds);
    case "write":
    case "append":
    case "patch":
    case "delete":
      return edit(step);
    case "run":
      return run(["/bin/sh", "-c", fill(step.command)]);
    case "commit":
      return commit(fill(step.message));
    case "usage": {
      const { inputTokens, outputTokens } = step;
      return say({ type: "usage", usage: { inputTokens, outputTokens } });
    }
    case "send":
      return say({ type: "send", to: fill(step.to), text: fill(step.text) });
    case "ask":
      return ask(step);
    case "listen":
      await listen(null, step.seconds);
      return;
    case "progress":
      return say({ type: "progress", percent: step.percent });
    case "exit":
      return process.exit(step.code);
    case "crash":
      process.kill(process.pid, "SIGKILL");
      return process.exit(CRASH_CODE);
    case "rate-limit":
      say({ type: "rate-limit", ...(step.seconds === null ? {} : { seconds: step.seconds }) });
      return process.exit(1);
    case "hang":
    case "ignore-term":
    case "daemonise":
    case "malformed":
    case "flood":
      return misbehave(step);
    default:
      return unreachable(step);
  }
}

function edit(step: Extract<Step, { do: "write" | "append" | "patch" | "delete" }>): void {
  const path = inside(fill(step.path));
  say({ type: "step", step: step.do, detail: fill(step.path) });
  if (step.do !== "delete") mkdirSync(dirname(path), { recursive: true });
  switch (step.do) {
    case "delete":
      return rmSync(path, { recursive: true, force: true });
    case "write":
      return writeFileSync(path, fill(step.text));
    case "append":
      return appendFileSync(path, fill(step.text));
    case "patch":
      return patch(path, fill(step.find), fill(step.replace));
    default:
      return unreachable(step);
  }
}

function patch(path: string, find: string, replacement: string): void {
  const before = readFileSync(path, "utf8");
  if (!before.includes(find)) fail(`${path} does not hold ${JSON.stringify(find)}`);
  // A function, so that `$` in the replacement is only a character.
  writeFileSync(
    path,
    before.replace(find, () => replacement),
  );
}

/** The ways in which real agents go wrong. */
async function misbehave(
  step: Extract<Step, { do: "hang" | "ignore-term" | "daemonise" | "malformed" | "flood" }>,
): Promise<void> {
  switch (step.do) {
    case "hang":
      return wait(7 * 24 * 3600);
    case "ignore-term":
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
        process.on(signal, () => undefined);
      return;
    case "daemonise":
      // In a session of its own, with nothing that leads back to us.
      spawn("setsid", ["sleep", "1000"], { detached: true, stdio: "ignore", env: {} }).unref();
      return;
    case "malformed":
      writeSync(1, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x0a]));
      writeSync(1, '{"type":"usage","usage":{"inputTokens":"many"}}\n{"type":\n');
      return;
    case "flood":
      for (let left = step.bytes; left > 0; )
        left -= writeSync(1, FLOOD_CHUNK, 0, Math.min(left, FLOOD_CHUNK.length));
      writeSync(1, "\n");
      return;
    default:
      return unreachable(step);
  }
}

async function ask({ question, options, seconds }: StepOf<"ask">): Promise<void> {
  const waits = seconds !== null;
  const asked = fill(question);
  const known = answered.get(asked);
  if (known !== undefined) {
    values.answer = known;
    return;
  }
  say({ type: "question", question: asked, options: options.map(fill), waits });
  if (!waits || (await listen("answer", seconds)) !== null) return;
  say({ type: "gave-up" });
  process.exit(GAVE_UP_CODE);
}

/** An attempt that goes on from rejected work may find everything committed already. */
function commit(message: string): void {
  run(["git", "add", "--all"]);
  const staged = spawnSync("git", ["diff", "--cached", "--quiet"], { stdio: "ignore" });
  if (staged.status === 0) return say({ type: "say", text: "There is nothing to commit." });
  run(["git", "commit", "--quiet", "--allow-empty-message", "-m", message]);
}

function run(argv: readonly [string, ...string[]]): void {
  const [command, ...rest] = argv;
  say({ type: "step", step: "run", detail: argv.join(" ") });
  const ran = spawnSync(command, rest, { stdio: ["ignore", "inherit", "inherit"] });
  if (ran.error !== undefined) fail(`${command}: ${ran.error.message}`);
  if (ran.status !== 0) fail(`${argv.join(" ")} exited with ${ran.status ?? ran.signal}`);
}

/** A script writes in its own clone; a path that leads out of it is a mistake in the script. */
function inside(path: string): string {
  const clean = normalize(path);
  if (isAbsolute(clean) || clean.startsWith("..")) fail(`${path} leads out of the work tree`);
  return resolve(clean);
}

function fill(text: string): string {
  return fillIn(text, values);
}

function say(line: ScriptedLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function fail(message: string): never {
  say({ type: "error", message });
  process.exit(1);
}

function wait(seconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}
