import { minimalEnv } from "../environment.ts";
import { exec } from "./exec.ts";

/** Some of these programs take seconds to begin. */
const LOOK_MS_MAX = 15_000;

/** The first line that a program says to `--version`; null where there is none that runs. */
export async function askVersion(program: string): Promise<string | null> {
  const { code, stdout } = await exec([program, "--version"], {
    cwd: "/",
    env: minimalEnv(),
    timeoutMs: LOOK_MS_MAX,
    stdoutBytesMax: 10_000,
  });
  if (code !== 0) return null;
  const [line = ""] = stdout.toString("utf8").trim().split("\n");
  return line;
}
