// `npm run powercut [-- --cuts N]`: a writer appends to a journal on an ext4 image and says what was
// acknowledged. It is stopped, the image is copied as the disk has it (what is only in the page cache
// of the file system inside is not in the copy: that is the power cut), and the copy is mounted. What
// was acknowledged must be in it, whole and in order. Without root and loop devices nothing is tried.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Kept } from "./journal-work.ts";
import { appendTurns, checkKept } from "./journal-work.ts";

const IMAGE_MB = 64;
/** Of every second writer, whose log is brought into the database again and again. */
const LONGER = 24_000;
const TURNS_MAX = 100_000;

const { values } = parseArgs({
  options: {
    cuts: { type: "string", default: "200" },
    write: { type: "string" },
    check: { type: "string" },
    acked: { type: "string", default: "0" },
    longer: { type: "string", default: "0" },
  },
});

if (values.check !== undefined) {
  process.stdout.write(
    JSON.stringify(checkKept(values.check, Number(values.acked), Number(values.longer))),
  );
} else if (values.write === undefined) process.exitCode = await cutAll(Number(values.cuts));
else {
  const tell = (seq: number): void => void process.stdout.write(`${seq}\n`);
  await appendTurns(values.write, TURNS_MAX, Number(values.longer), tell);
}

async function cutAll(cuts: number): Promise<number> {
  const why = whyNot();
  if (why !== null) {
    process.stdout.write(`NO POWER IS CUT HERE: ${why}\n`);
    return process.env["CI"] === "true" ? 1 : 0;
  }
  const root = mkdtempSync(join(tmpdir(), "orchestrator-powercut-"));
  const bad: string[] = [];
  let acknowledged = 0;
  let beyond = 0;
  try {
    for (let cut = 0; cut < cuts; cut++) {
      const { acked, found, problem } = await cutOnce(root, cut);
      acknowledged += acked;
      beyond += Math.max(0, found - acked);
      if (problem !== null) bad.push(`cut ${cut}: ${problem}`);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  for (const line of bad.slice(0, 20)) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `${cuts} cuts: ${acknowledged} records acknowledged, ${beyond} more were on the disk; ${bad.length} bad\n`,
  );
  return bad.length === 0 ? 0 : 1;
}

async function cutOnce(root: string, cut: number): Promise<Kept> {
  const image = join(root, "disk.img");
  const after = join(root, "after.img");
  const at = join(root, "live");
  const again = join(root, "again");
  for (const dir of [at, again]) mkdirSync(dir, { recursive: true });
  rmSync(image, { force: true });
  must("truncate", "-s", `${IMAGE_MB}M`, image);
  must("mkfs.ext4", "-q", "-F", image);
  must("mount", "-o", "loop", image, at);
  let acked = 0;
  try {
    acked = await writeAndStop(join(at, "j"), cut, () => {
      must("cp", "--sparse=always", image, after);
    });
  } finally {
    must("umount", at);
  }
  must("mount", "-o", "loop", after, again);
  try {
    return checkApart(join(again, "j"), acked, longerAt(cut));
  } finally {
    must("umount", again);
    rmSync(after, { force: true });
  }
}

/** Stopped after another number of acknowledgements each time; what was told is what counts. */
function writeAndStop(dir: string, cut: number, copy: () => void): Promise<number> {
  const own = process.argv[1] ?? "";
  const words = ["--write", dir, "--longer", `${longerAt(cut)}`];
  const child = spawn(process.execPath, ["scripts/run.mjs", own, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const wanted = 1 + ((cut * 37) % 160);
  let text = "";
  let acks = 0;
  let taken: number | null = null;
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
    acks = text.split("\n").length - 1;
    if (acks < wanted || taken !== null) return;
    taken = Number(text.split("\n").at(-2) ?? "0");
    child.kill("SIGSTOP");
    copy();
    child.kill("SIGKILL");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(taken ?? Number(text.split("\n").at(-2) ?? "0")));
  });
}

/** In a process of its own: the driver may hold files until it ends, and then nothing is unmounted. */
function checkApart(dir: string, acked: number, longer: number): Kept {
  const asked = ["--check", dir, "--acked", `${acked}`, "--longer", `${longer}`];
  const words = ["scripts/run.mjs", process.argv[1] ?? "", ...asked];
  const ran = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (ran.status === 0) return JSON.parse(ran.stdout) as Kept;
  return { acked, found: 0, problem: `the look at it ended with ${ran.status}: ${ran.stderr}` };
}

function longerAt(cut: number): number {
  return cut % 2 === 0 ? 0 : LONGER;
}

function whyNot(): string | null {
  if (process.getuid?.() !== 0) return "only root may mount";
  const probe = spawnSync("losetup", ["--find"], { encoding: "utf8" });
  if (probe.status !== 0) return `there is no loop device (${probe.stderr.trim()})`;
  return spawnSync("mkfs.ext4", ["-V"]).status === 0 ? null : "mkfs.ext4 is not here";
}

function must(...argv: readonly [string, ...string[]]): void {
  const [program, ...words] = argv;
  const ran = spawnSync(program, words, { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`${argv.join(" ")}: ${ran.stderr}`);
}
