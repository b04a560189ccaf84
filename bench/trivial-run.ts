import type { RunSpec } from "../src/model/index.ts";

/** A run that does nothing, unconfined: what it costs is what starting one costs. */
export function trivialRun(id: string, folder: string): RunSpec {
  return {
    id,
    kind: "agent",
    argv: ["/bin/true"],
    cwd: folder,
    env: { PATH: "/usr/bin:/bin" },
    stdin: "",
    confinement: { mode: "off", writable: [], readOnly: [], hidden: [] },
    deadlineMs: 60_000,
    stdoutBytesMax: 1_000_000,
    stderrBytesMax: 1_000_000,
  };
}
