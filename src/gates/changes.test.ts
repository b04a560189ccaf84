import { describe, expect, it } from "vitest";
import { type FileChange, findRiskyChanges } from "./index.ts";

function change(path: string, more: Partial<FileChange> = {}): FileChange {
  return { path, kind: "modified", from: null, added: [], removed: [], ...more };
}

const risksOf = (...changes: readonly FileChange[]) => findRiskyChanges(changes, [".github/**"]);

describe("findRiskyChanges", () => {
  it.each([
    [
      "a deleted test",
      change("src/a.test.ts", { kind: "deleted" }),
      "test file deleted: src/a.test.ts",
    ],
    [
      "a test renamed away",
      change("src/a.ts", { kind: "renamed", from: "src/a.test.ts" }),
      "test file moved out of the tests: src/a.test.ts to src/a.ts",
    ],
    [
      "a test taken out",
      change("tests/test_a.py", { removed: ["def test_one():", "    assert one() == 1"] }),
      "1 fewer test in tests/test_a.py",
    ],
    [
      "a skipped test",
      change("a.spec.js", { removed: ["it('x', () => {"], added: ["it.skip('x', () => {"] }),
      "tests skipped or singled out in a.spec.js",
    ],
    [
      "a test singled out",
      change("a.test.ts", { removed: ["test('x', f)"], added: ["test.only('x', f)"] }),
      "tests skipped or singled out in a.test.ts",
    ],
    [
      "an xfail mark",
      change("tests/test_a.py", { added: ["@pytest.mark.xfail"] }),
      "tests skipped or singled out in tests/test_a.py",
    ],
    [
      "a Go skip",
      change("a_test.go", { added: ["\tt.Skip()"] }),
      "tests skipped or singled out in a_test.go",
    ],
    [
      "an ignored Rust test",
      change("tests/a.rs", { added: ["#[ignore]"] }),
      "tests skipped or singled out in tests/a.rs",
    ],
    [
      "a hollow assertion",
      change("a.test.ts", {
        removed: ["  expect(add(1, 2)).toBe(3);"],
        added: ["  expect(true).toBe(true);"],
      }),
      "an assertion that always holds in a.test.ts",
    ],
    [
      "assertions taken out",
      change("a.test.ts", { removed: ["  expect(add(1, 2)).toBe(3);"] }),
      "1 fewer assertion in a.test.ts",
    ],
    [
      "a changed test script",
      change("package.json", {
        removed: ['    "test": "vitest",'],
        added: ['    "test": "true",'],
      }),
      'script "test" changed in package.json',
    ],
    [
      "a hook before the tests",
      change("web/package.json", { added: ['    "pretest": "rm -r tests",'] }),
      'script "pretest" changed in web/package.json',
    ],
    ["test settings", change("vitest.config.ts"), "changed: vitest.config.ts (how tests are run)"],
    [
      "a new conftest",
      change("tests/conftest.py", { kind: "added" }),
      "added: tests/conftest.py (how tests are run)",
    ],
    [
      "pytest options",
      change("pyproject.toml", { added: ['addopts = "--ignore=tests"'] }),
      "how tests are run changed in pyproject.toml",
    ],
    ["a Makefile", change("Makefile"), "changed: Makefile (how tests are run)"],
    [
      "CI and a protected path",
      change(".github/workflows/ci.yml", { kind: "deleted" }),
      "protected path changed: .github/workflows/ci.yml",
    ],
    [
      "a protected path renamed away",
      change("x.yml", { kind: "renamed", from: ".github/x.yml" }),
      "protected path changed: .github/x.yml",
    ],
  ])("puts %s before a person", (_what, one, risk) => {
    expect(risksOf(one)).toContain(risk);
  });

  it.each([
    change("src/a.ts", { added: ["test('x')"], removed: ["expect(1)"] }),
    change("src/a.test.ts", { kind: "added", added: ["it('x', () => { expect(a).toBe(1); });"] }),
    change("src/a.test.ts", {
      removed: ["  it('old name', () => {", "    expect(a).toBe(1);"],
      added: ["  it('new name', () => {", "    expect(a).toBe(2);"],
    }),
    change("src/b.test.ts", { kind: "renamed", from: "src/a.test.ts" }),
    change("package.json", { added: ['    "start": "node .",', '  "version": "1.1.0",'] }),
    change("pyproject.toml", { added: ['version = "2"'] }),
    change("src/latest/skip.ts", { added: ["it.skip"] }),
    change("docs/contest.md", { kind: "deleted" }),
  ])("lets ordinary work through: $path", (one) => {
    expect(risksOf(one)).toEqual([]);
  });

  it("lists a bounded number of risks", () => {
    const many = Array.from({ length: 80 }, (_, i) =>
      change(`t/${i}.test.ts`, { kind: "deleted" }),
    );
    expect(risksOf(...many)).toHaveLength(51);
    expect(risksOf(...many).at(-1)).toBe("… and 30 more");
  });
});
