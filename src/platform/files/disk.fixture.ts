import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A small file system of its own, to be filled up or made read-only. */
export interface SmallDisk {
  readonly dir: string;
  makeReadOnly(): void;
  remove(): void;
}

/** Null, with a message, where mounting is not allowed. */
export function mountSmallDisk(sizeKb: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), "orch-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKb}k,mode=0700`, "tmpfs", dir], {
      stdio: "ignore",
    });
  } catch {
    rmSync(dir, { recursive: true });
    console.log("No full or read-only disk was tried: mounting is not allowed here.");
    return null;
  }
  return {
    dir,
    makeReadOnly: () => {
      execFileSync("mount", ["-o", "remount,ro", dir]);
    },
    remove: () => {
      execFileSync("umount", ["-l", dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
