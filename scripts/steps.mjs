import { spawn } from "node:child_process";

/**
 * Runs one step of a script. `show: "live"` lets its output through as it comes; otherwise it is
 * kept and given back, so that steps running side by side do not interleave.
 * @param {string} name
 * @param {readonly string[]} argv
 * @param {{ show?: "live" | "kept", env?: Record<string, string> }} [options]
 * @returns {Promise<{ name: string, ok: boolean, code: number | null, ms: number, output: string }>}
 */
export function runStep(name, argv, options = {}) {
  const live = options.show === "live";
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(argv[0], argv.slice(1), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
    });
    const keep = (stream) => (chunk) => {
      // The end is what tells why a step failed; a flood must not fill the memory.
      output = (output + chunk.toString("utf8")).slice(-2_000_000);
      if (live) stream.write(chunk);
    };
    child.stdout.on("data", keep(process.stdout));
    child.stderr.on("data", keep(process.stderr));
    const finish = (code, more) => {
      const ms = Math.round(performance.now() - startedAt);
      resolve({ name, ok: code === 0, code, ms, output: output + more });
    };
    child.on("error", (error) => finish(127, `${error.message}\n`));
    child.on("close", (code, signal) => finish(code, signal === null ? "" : `killed: ${signal}\n`));
  });
}

/**
 * The path of a development tool, run without npx (which costs half a second a call).
 * @param {string} name
 */
export function tool(name) {
  return `node_modules/.bin/${name}`;
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
