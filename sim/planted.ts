import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const PATCHES = join(ROOT, "sim", "planted");

/** Seeds a planted bug may take before it counts as missed. */
const SEEDS_MAX = 600;

/** What a copy needs to be compiled, tested and simulated. */
const COPIED = ["src/model", "src/engine", "src/planner", "sim", "scripts/run.mjs", "package.json"];

interface Verdict {
  readonly name: string;
  readonly law: string;
  readonly ok: boolean;
  readonly what: string;
}

/**
 * Checks the checkers: every planted bug must apply, compile, pass the unit tests and then be
 * reported by the law its patch names, and not by an exception (decision 20).
 */
export async function runPlanted(
  only: string | null,
  jobs: number,
): Promise<{ readonly passed: number; readonly failed: number }> {
  const names = readdirSync(PATCHES)
    .filter((name) => name.endsWith(".patch") && (only === null || name.includes(only)))
    .sort();
  const waiting = [...names];
  const verdicts: Verdict[] = [];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const verdict = await judge(name);
      verdicts.push(verdict);
      const mark = verdict.ok ? "caught" : "MISSED";
      process.stdout.write(
        `${mark}  ${verdict.law.padEnd(4)} ${name.padEnd(46)} ${verdict.what}\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const passed = verdicts.filter((verdict) => verdict.ok).length;
  return { passed, failed: verdicts.length - passed };
}

async function judge(name: string): Promise<Verdict> {
  const patch = join(PATCHES, name);
  const law = /^Law: (I\d+)$/m.exec(readFileSync(patch, "utf8"))?.[1] ?? "none";
  const copy = mkdtempSync(join(tmpdir(), "planted-"));
  try {
    furnish(copy);
    const steps: readonly (readonly [string, readonly string[]])[] = [
      ["applies", ["git", "apply", patch]],
      ["compiles", [tool("tsc"), "--noEmit", "-p", "tsconfig.json"]],
      ["passes the unit tests", [tool("vitest"), "run", "--reporter=dot", "src/engine"]],
    ];
    for (const [what, argv] of steps) {
      const { code } = await run(argv, copy);
      if (code !== 0) return { name, law, ok: false, what: `no longer ${what}` };
    }
    const seeds = ["--part", "--first", "--seeds", String(SEEDS_MAX)];
    const { output } = await run(
      [process.execPath, "scripts/run.mjs", "sim/main.ts", ...seeds],
      copy,
    );
    const found = /^seed (\d+) breaks (\w+): (.*)$/m.exec(output);
    if (found === null) return { name, law, ok: false, what: lastLine(output) };
    const ok = found[2] === law;
    return { name, law, ok, what: `${found[2]} at seed ${found[1]}: ${found[3]?.slice(0, 70)}` };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function furnish(copy: string): void {
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  for (const path of ["tsconfig.json", "vitest.config.ts"]) {
    if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(copy, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
}

function tool(name: string): string {
  return join(ROOT, "node_modules", ".bin", name);
}

function lastLine(output: string): string {
  return output.trimEnd().split("\n").at(-1)?.slice(0, 100) ?? "no output";
}

function run(
  argv: readonly string[],
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  const [program = "", ...args] = argv;
  return new Promise((done, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (bytes: Buffer) => {
      output += bytes.toString("utf8");
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => done({ code, output }));
  });
}
