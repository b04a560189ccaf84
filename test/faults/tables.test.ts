import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWriter } from "./built.ts";
import { checkWords } from "./table-work.ts";
import { ackedIn, hasTracer, write } from "./traced.ts";

describe.skipIf(!hasTracer())("a disk that cannot be read", () => {
  let root: string;
  let writer: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "unreadable-"));
    writer = await buildWriter(join(root, "program"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(["memory.db", "ledger.db"] as const)("takes nothing of what %s holds", async (name) => {
    let acked = 0;
    for (const when of ["1", "9+", "200", "380+"]) {
      const dir = join(root, `${name} ${when}`);
      const ran = await write(writer, name, dir, {
        files: [name, `${name}-wal`, `${name}-journal`],
        options: ["trace=pread64", `inject=pread64:error=EIO:when=${when}`],
      });
      expect(ran.log).toContain("INJECTED");
      expect(ran.stdout).not.toContain("unnamed");
      expect(checkWords(dir, name, ackedIn(ran))).toBeNull();
      acked += ackedIn(ran);
    }
    expect(acked).toBeGreaterThan(0);
  });
});
