export interface Toml {
  readonly values: ReadonlyMap<string, unknown>;
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/**
 * The part of TOML that agent files are written in: keys with texts, numbers, truths and lists of
 * texts at the top of the file. Tables are of other programs and end it. Never throws.
 */
export function readToml(text: string): Toml {
  const values = new Map<string, unknown>();
  const lines = new Map<string, number>();
  const problems: { line: number; message: string }[] = [];
  const rows = text.split("\n");
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? "";
    if (/^\s*\[/.test(row)) break;
    if (/^\s*(?:#|$)/.test(row)) continue;
    const line = at + 1;
    const [, key, rest = ""] = /^\s*"?([\w-]+)"?\s*=\s*(.*)$/.exec(row) ?? [];
    if (key === undefined) {
      problems.push({ line, message: "this line is not `key = value`" });
      continue;
    }
    const whole = wholeValue(rows, at, rest);
    at = whole.end;
    const value = readValue(whole.text);
    if (value === undefined) problems.push({ line, message: `the value of ${key} is not read` });
    else {
      values.set(key, value);
      lines.set(key, line);
    }
  }
  return { values, lines, problems };
}

/** A value may go on over lines: in three quotes, or in brackets. */
function wholeValue(
  rows: readonly string[],
  at: number,
  rest: string,
): { readonly text: string; readonly end: number } {
  const [quotes] = /^("""|''')/.exec(rest) ?? [];
  if (quotes !== undefined) {
    let text = rest;
    let end = at;
    while (text.indexOf(quotes, 3) === -1 && end + 1 < rows.length) {
      end += 1;
      text += `\n${rows[end] ?? ""}`;
    }
    return { text, end };
  }
  if (!rest.startsWith("[")) return { text: rest, end: at };
  let text = rest;
  let end = at;
  while (!/\]\s*(?:#.*)?$/.test(text) && end + 1 < rows.length) {
    end += 1;
    text += ` ${rows[end] ?? ""}`;
  }
  return { text, end };
}

function readValue(text: string): unknown {
  const [quotes] = /^("""|''')/.exec(text) ?? [];
  if (quotes !== undefined) {
    const end = text.indexOf(quotes, 3);
    const inner = text.slice(3, end === -1 ? undefined : end).replace(/^\n/, "");
    return quotes === '"""' ? unescaped(inner) : inner;
  }
  if (text.startsWith("[")) {
    return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g)].map(([, basic, literal]) =>
      basic === undefined ? (literal ?? "") : unescaped(basic),
    );
  }
  const [, basic, literal] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/.exec(text) ?? [];
  if (basic !== undefined) return unescaped(basic);
  if (literal !== undefined) return literal;
  const bare = text.replace(/\s*#.*$/, "").trim();
  if (bare === "true" || bare === "false") return bare === "true";
  return /^[+-]?\d[\d_]*(?:\.\d+)?$/.test(bare) ? Number(bare.replaceAll("_", "")) : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\n\s*|(.))/gs,
    (whole, four: string | undefined, eight: string | undefined, one: string | undefined) => {
      const code = four ?? eight;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      return one === undefined ? "" : (ESCAPES[one] ?? one);
    },
  );
}
