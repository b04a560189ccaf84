import { expect, it } from "vitest";
import { matchesAny } from "./index.ts";

const CASES: readonly (readonly [glob: string, path: string, matches: boolean])[] = [
  ["*.pem", "deep/in/key.pem", true],
  ["/*.pem", "deep/key.pem", false],
  ["secure/", "secure/key.ts", true],
  ["secure", "secure/deep/key.ts", true],
  ["src/**/x.ts", "src/x.ts", true],
  ["src/**/x.ts", "src/a/b/x.ts", true],
  ["src/{a,b}.ts", "src/b.ts", true],
  ["src/?.ts", "src/ab.ts", false],
  ["src/a(b).ts", "src/a(b).ts", true],
  ["app/[id]/page.tsx", "app/[id]/page.tsx", true],
  [" key ", "key", true],
  ["key", " key", false],
  ["", "key", false],
];

for (const [glob, path, matches] of CASES) {
  it(`${JSON.stringify(glob)} ${matches ? "names" : "does not name"} ${JSON.stringify(path)}`, () => {
    expect(matchesAny(path, [glob])).toBe(matches);
  });
}

it("no glob is slow, whatever it holds", () => {
  const glob = `${"**/".repeat(200)}${"*a".repeat(200)}b`;
  expect(matchesAny(`${"a/".repeat(200)}${"a".repeat(2_000)}`, [glob])).toBe(false);
});
