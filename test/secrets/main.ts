// `npm run test:secrets`: 50 secrets of the user's in 20 encodings are 1,000 canaries. An agent that
// wants them out prints, writes, names and commits whatever it can find, in every encoding; then
// everything the product keeps, shows or starts is searched. None may be found.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { Rig } from "../e2e/rig.ts";
import { ENCODINGS } from "./encodings.ts";
import { LEAK } from "./leak.ts";

const SAMPLE_MS = 15;
const VARIABLES = [
  "ANTHROPIC_API_KEY",
  "OPENAI_API_KEY",
  "GEMINI_API_KEY",
  "GITHUB_TOKEN",
  "NPM_TOKEN",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "DATABASE_URL",
  "SSH_AUTH_SOCK",
  "KUBECONFIG",
];
const FILES = [".ssh/id_ed25519", ".netrc", ".npmrc", ".aws/credentials", ".config/gh/hosts.yml"];

const secrets = Array.from(
  { length: 50 },
  (_, index) => `Canary${index}x${randomBytes(12).toString("hex")}`,
);
/** One that the agent is given: it shows that it leaks, and that the search finds. */
const decoy = `Decoy${randomBytes(12).toString("hex")}`;

const rig = Rig.make({
  roadmap:
    "# Roadmap\n\n## 1.1: Leak\nStatus: open\n\n## 1.2: Look\nStatus: open\nDependencies: 1.1\n",
  script: {
    "1.1/1": ["reading secrets", { run: "node leak.cjs; true" }],
    "*/*": [{ run: "node leak.cjs; true" }],
  },
  config: `gates: [{ name: leak, run: "node leak.cjs; test -e again || { echo no; exit 1; }", flaky: 1 }]\nretry: { rejections: 1, failures: 1 }\n`,
  files: { "leak.cjs": LEAK, "own.env": `DECOY=${decoy}\n` },
});

/** The user's: variables, files of the home, the settings of the repository, ignored files. */
function spread(): Record<string, string> {
  const variables = Object.fromEntries(
    secrets.slice(0, 25).map((secret, index) => [VARIABLES[index] ?? `SECRET_${index}`, secret]),
  );
  for (const [index, secret] of secrets.slice(25, 45).entries()) {
    write(join("home", FILES[index] ?? `.secret-${index}`), `token=${secret}\n`);
  }
  for (const [index, secret] of secrets.slice(45, 48).entries()) {
    rig.git("config", `http.https://host${index}/.extraheader`, `Authorization: Bearer ${secret}`);
  }
  rig.git("remote", "add", "origin", `https://x:${secrets[48] ?? ""}@example.invalid/r.git`);
  rig.write(".env", `KEY=${secrets[49] ?? ""}\n`);
  rig.write(".gitignore", ".env\n");
  rig.git("add", ".gitignore");
  rig.git("commit", "-qm", "ignore");
  return variables;
}

function write(path: string, text: string): void {
  const { at } = { at: new Rig(rig.folder, rig.folder) };
  at.write(path, text);
}

/** Command lines of everything that ran meanwhile, once each. */
function watchCommands(): { stop: () => string } {
  const seen = new Set<string>();
  const timer = setInterval(() => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      seen.add(readOr(`/proc/${pid}/cmdline`));
    }
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen].join("\n");
    },
  };
}

interface Place {
  readonly name: string;
  readonly text: string;
}

/** Everything that was kept, shown or said. */
async function places(shown: readonly Place[]): Promise<readonly Place[]> {
  const kept = [".orchestrator", "data"].flatMap((dir) => filesIn(join(rig.root, dir)));
  const state = ["state", "config"].flatMap((dir) => filesIn(join(rig.folder, dir)));
  const objects = spawnSync("git", ["cat-file", "--batch-all-objects", "--batch"], {
    cwd: rig.root,
    maxBuffer: 1e9,
  }).stdout.toString("latin1");
  const said: Place[] = [];
  for (const words of [
    ["status", "--json"],
    ["report"],
    ["report", "--json"],
    ["log", "--json"],
    ["explain", "1.1", "--json"],
    ["doctor", "--json"],
  ]) {
    const ran = await rig.run(...words);
    said.push({ name: `orchestrator ${words.join(" ")}`, text: latin1(ran.stdout + ran.stderr) });
  }
  return [
    ...kept,
    ...state,
    { name: "objects, notes and archives in git", text: objects },
    ...shown,
    ...said,
  ];
}

function filesIn(dir: string): Place[] {
  const found: Place[] = [];
  const waiting = [dir];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const name of listOr(at)) {
      const path = join(at, name);
      const stat = statOr(path);
      if (stat?.isDirectory() === true) waiting.push(path);
      found.push({ name: relative(rig.folder, path), text: latin1(path) });
      if (stat?.isFile() === true) {
        found.push({ name: relative(rig.folder, path), text: readOr(path) });
      }
    }
  }
  return found;
}

function findings(all: readonly Place[], secret: string): string[] {
  return ENCODINGS.flatMap(({ name, of }) =>
    of(secret).flatMap((text) =>
      all
        .filter((place) => place.text.includes(latin1(text)))
        .map((place) => `${name} in ${place.name}`),
    ),
  );
}

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

function readOr(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function listOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function statOr(path: string) {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

const mine = spread();
Object.defineProperty(rig, "env", { value: { ...rig.env, ...mine } });
const commands = watchCommands();
const ran = await rig.run("run", "1.1", "1.2", "--trust", "--ndjson");
const all = await places([
  { name: "command lines", text: commands.stop() },
  { name: "what the run said", text: latin1(ran.stdout + ran.stderr) },
]);
let failed = 0;
for (const [index, secret] of secrets.entries()) {
  const found = findings(all, secret);
  failed += found.length;
  for (const one of found.slice(0, 5)) say(`FOUND secret ${index}: ${one}`);
}
const shown = new Set(findings(all, decoy).map((one) => one.split(" in ")[0]));
const unseen = ENCODINGS.map((one) => one.name).filter((name) => !shown.has(name));
if (unseen.length > 0) {
  failed++;
  say(`The search would not have found: ${unseen.join(", ")}\n${ran.stderr}`);
}
say(`${secrets.length * ENCODINGS.length} canaries, ${all.length} places, ${failed} found`);
if (failed === 0) rig.remove();
else say(`left in ${rig.folder}`);
say(`${secrets.length * ENCODINGS.length - failed} passed, ${failed} failed, 0 skipped`);
process.exit(failed === 0 ? 0 : 1);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
