// `npm run test:escape [-- --quick] [--only TEXT]`: programs that try to get out of the sandbox, as
// whoever runs this and, for root, once more as an ordinary user. Nothing outside may change.
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { probeConfinement } from "../../src/warden/index.ts";
import { tallyOfOutput } from "../../scripts/tally.mjs";
import { playAll } from "./play.ts";

const NOBODY = 65_534;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    "as-is": { type: "boolean", default: false },
  },
});

const { tools, why } = await probeConfinement();
const total = { passed: 0, failed: 0, skipped: 0 };
if (tools.fence === null) {
  say(`NO SANDBOX HERE, so nothing was tried: ${why}`);
  // Elsewhere a person decides; a machine that says "all green" must have looked.
  if (process.env["CI"] === "true") total.failed++;
  else total.skipped++;
} else {
  await tryEverything();
}
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);

async function tryEverything(): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  say(`as ${isRoot ? "root" : "an ordinary user"}: ${why}`);
  const tally = await playAll({ quick: values.quick, only: values.only ?? "", say });
  total.passed += tally.passed;
  total.failed += tally.failed;
  if (isRoot && !values["as-is"]) asNobody();
}

function asNobody(): void {
  const home = mkdtempSync(join(tmpdir(), "escape-nobody-"));
  chownSync(home, NOBODY, NOBODY);
  const argv = [
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    process.execPath,
    resolve("scripts/run.mjs"),
    resolve("test/escape/main.ts"),
    "--as-is",
    ...(values.quick ? ["--quick"] : []),
    ...(values.only === undefined ? [] : ["--only", values.only]),
  ];
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: home, TMPDIR: home, CI: "true" };
  const ran = spawnSync("setpriv", argv, { env, encoding: "utf8", timeout: 1_200_000 });
  rmSync(home, { recursive: true, force: true });
  process.stdout.write(ran.stdout);
  process.stderr.write(ran.stderr);
  const tally = tallyOfOutput(ran.stdout, ran.status === 0);
  total.passed += tally.passed;
  total.failed += tally.failed;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
