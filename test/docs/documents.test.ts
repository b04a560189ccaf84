import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { WIRE_TYPES } from "../../src/faces/announce/wire.ts";
import { GUIDES } from "../../src/faces/cli/guides/guides.ts";
import { ADAPTERS, type AdapterName, ERROR_EXIT, EXIT } from "../../src/model/index.ts";
import { settingsJsonSchema } from "../../src/platform/index.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe("docs/configuration.md", () => {
  const text = read("docs/configuration.md");

  it("names every setting there is", () => {
    const missing = keysOf(settingsJsonSchema()).filter((key) => !text.includes(`\`${key}\``));
    expect(missing).toEqual([]);
  });
});

describe("docs/configuration.md on the scripted agent", () => {
  const text = read("docs/configuration.md");

  it("names every step there is", () => {
    const source = read("src/agents/scripted/script.ts");
    const actions = [...source.matchAll(/^ {4}case "([a-z-]+)":/gm)].map((match) => match[1] ?? "");
    expect(actions.length).toBeGreaterThan(15);
    expect(actions.filter((action) => !text.includes(`\`${action}`))).toEqual([]);
  });

  it("names everything that can be filled in", () => {
    const source = read("src/agents/scripted/template.ts");
    const names = /\(((?:[a-z]+\|)+[a-z]+)\)/.exec(source)?.[1]?.split("|") ?? [];
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !text.includes(`{{${name}}}`))).toEqual([]);
  });
});

describe("docs/json.md", () => {
  const text = read("docs/json.md");

  it("names every event type, and no other", () => {
    const table = /^## `--ndjson`$[^]*?^## /m.exec(text)?.[0] ?? "";
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(new Set(named)).toEqual(new Set(WIRE_TYPES));
  });

  it("names the schema of everything a command prints", () => {
    const schemas = Object.values(GUIDES).flatMap((guide) => guide.schema.split(", "));
    const missing = [...new Set(schemas)].filter((name) => !text.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it("names every exit code", () => {
    const missing = Object.values(EXIT).filter((code) => !text.includes(`| ${code} |`));
    expect(missing).toEqual([]);
  });

  it("names every error code with the exit code it ends in", () => {
    const missing = Object.entries(ERROR_EXIT).filter(
      ([code, exit]) => !text.includes(`| \`${code}\` | ${exit} |`),
    );
    expect(missing).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  const laws = [...read("ARCHITECTURE.md").matchAll(/^\| (I\d+) \|/gm)].map((match) => match[1]);
  const code = tracked()
    .filter((path) => /^src\/.*\.ts$/.test(path) && !path.endsWith(".test.ts"))
    .map(read);

  it("states fourteen laws, and each is named where it is kept", () => {
    expect(laws).toEqual(Array.from({ length: 14 }, (_, index) => `I${index + 1}`));
    const unnamed = laws.filter(
      (law) => !code.some((text) => new RegExp(`\\b${law}\\b`).test(text)),
    );
    expect(unnamed).toEqual([]);
  });
});

describe("the table of laws", () => {
  it("names for each law a room whose code cites it", () => {
    const rows = read("ARCHITECTURE.md").matchAll(/^\| (I\d+) \|[^|]*\|(.*)\|$/gm);
    const wrong = [...rows].filter(([, law, kept = ""]) => {
      const rooms = [...kept.matchAll(/`(\w+)(?:\/[\w-]+)*`/g)].map((match) => `src/${match[1]}/`);
      const cites = new RegExp(`\\b${law}\\b`);
      return !tracked().some(
        (path) =>
          rooms.some((room) => path.startsWith(room)) &&
          path.endsWith(".ts") &&
          cites.test(read(path)),
      );
    });
    expect(wrong.map(([row]) => row)).toEqual([]);
  });
});

describe("the table of parts", () => {
  const rows = [...read("ARCHITECTURE.md").matchAll(/^\| `(\w+)\/` \| ([^|]*) \|$/gm)].map(
    ([, room = "", parts = ""]) => ({ room, named: namedIn(parts, room) }),
  );

  it("is there, and names folders that exist", () => {
    expect(rows.length).toBeGreaterThan(5);
    const gone = rows.flatMap(({ room, named }) =>
      named.map((part) => `src/${room}/${part}`).filter((path) => !existsSync(join(ROOT, path))),
    );
    expect(gone).toEqual([]);
  });

  it("leaves no folder of those rooms out but an adapter's", () => {
    const folders = new Set(tracked().map(dirname));
    const unnamed = rows.flatMap(({ room, named }) =>
      [...folders]
        .filter((path) => path.split("/").length === 3 && path.startsWith(`src/${room}/`))
        .map((path) => basename(path))
        .filter((part) => !named.includes(part) && !ADAPTERS.includes(part as AdapterName))
        .map((part) => `${room}/${part}`),
    );
    expect(unnamed).toEqual([]);
  });
});

describe("every document", () => {
  const documents = tracked().filter((path) => path.endsWith(".md"));

  it("of docs/ can be reached from the README, and every decision from their list", () => {
    const linked = (from: string) =>
      [...read(from).matchAll(/\]\(([\w./-]+\.md)/g)].map((match) =>
        join(dirname(from), match[1] ?? ""),
      );
    const all = [...linked("README.md"), ...linked("docs/adr/README.md")];
    const orphans = documents.filter((path) => path.startsWith("docs/") && !all.includes(path));
    expect(orphans).toEqual([]);
  });

  it("links to files that exist", () => {
    const broken = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)/g)]
        .map((match) => match[1] ?? "")
        .filter((target) => !existsSync(resolve(ROOT, dirname(path), target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("asks for npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const unknown = documents.flatMap((path) =>
      [...read(path).matchAll(/\bnpm run ([\w:-]+)/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => !path.startsWith("docs/configuration") && !Object.hasOwn(scripts, name))
        .map((name) => `${path}: npm run ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** `folder/` and `room/folder/` among words, without the room. */
function namedIn(words: string, room: string): readonly string[] {
  return [...words.matchAll(/`([\w/-]+)\/`/g)].map(([, name = ""]) =>
    name.startsWith(`${room}/`) ? name.slice(room.length + 1) : name,
  );
}

/** Property names at every depth of a JSON Schema. */
function keysOf(schema: unknown): string[] {
  const found = new Set<string>();
  const visit = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    if ("properties" in node && typeof node.properties === "object" && node.properties !== null) {
      for (const key of Object.keys(node.properties)) found.add(key);
    }
    for (const part of Object.values(node)) visit(part);
  };
  visit(schema);
  return [...found].sort();
}

function tracked(): string[] {
  const argv = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = spawnSync("git", argv, { cwd: ROOT, encoding: "utf8" });
  return stdout.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
}
