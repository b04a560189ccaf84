// `npm run test:secrets`: 50 secrets of the user's in 20 encodings are 1,000 canaries. An agent that
// wants them out prints, writes, names and commits whatever it can find, in every encoding; then
// everything the product keeps, shows or starts is searched. None may be found. A second agent has a
// gateway that holds the user's keys, and a model server that repeats what it was asked with.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Rig } from "../e2e/rig.ts";
import { ENCODINGS } from "./encodings.ts";
import { LEAK } from "./leak.ts";
import { keysOfTheGateway } from "./gateway-keys.ts";
import { findings, latin1, places, watchCommands } from "./search.ts";

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
    rig.at(rig.folder).write(join("home", FILES[index] ?? `.secret-${index}`), `token=${secret}\n`);
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

rig.extraEnv = spread();
const commands = watchCommands();
const ran = await rig.run("run", "1.1", "1.2", "--trust", "--ndjson");
const all = await places(rig, [
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
const held = await keysOfTheGateway();
for (const one of held.found.slice(0, 10)) say(`FOUND a key of the gateway: ${one}`);
say(`${held.keys} keys behind the gateway, ${held.places} places, ${held.found.length} found`);
failed += held.found.length;
say(`${secrets.length * ENCODINGS.length - failed} passed, ${failed} failed, 0 skipped`);
process.exit(failed === 0 ? 0 : 1);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
