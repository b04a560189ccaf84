// Part of the built program, never run from here: loads its files in the form that V8 compiled them to
// the last time, because compiling them takes longer than most of what they do. V8 itself
// refuses what another version of it wrote, and looks no further: so the name holds what it was
// compiled from, and its last bytes are the digest of the others.
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { Script } = require("node:vm");

/* global KEPT: put in by the build, files of which the second takes what it needs from the first. */
const [FIRST, SELDOM, COMMANDS] = KEPT;

exports.runStatusLine = async (line) => {
  const folder = folderOf(process.env);
  const used = [];
  let seldom = null;
  const askSeldom = (file) => {
    seldom ??= load(SELDOM, folder, used, undefined, first.shared);
    return seldom[file]();
  };
  const first = load(FIRST, folder, used, askSeldom);
  const code = await first.runStatusLine(line);
  if (folder !== null) used.forEach((one) => keep(folder, one));
  return code;
};

exports.runCommandLine = async (...words) => {
  const folder = folderOf(process.env);
  const used = [];
  const { runCommandLine } = load(COMMANDS, folder, used);
  // At once, because a session lasts for hours and ends in any way; then with what it used.
  if (folder !== null) used.forEach((one) => keep(folder, one));
  const code = await runCommandLine(...words);
  if (folder !== null) used.forEach((one) => keep(folder, one));
  return code;
};

/** What the file exports. */
function load(one, folder, used, ...asked) {
  const filename = path.join(__dirname, one.file);
  const name = nameOf(one);
  const cached = folder === null ? null : readOwn(path.join(folder, name));
  const options = cached === null ? {} : { cachedData: cached };
  // The build leaves no character beyond ASCII in it, in patterns neither.
  const script = new Script(fs.readFileSync(filename, "latin1"), { filename, ...options });
  used.push({ name, script, isKept: cached !== null && !script.cachedDataRejected });
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, require, loaded, filename, __dirname, ...asked);
  return loaded.exports;
}

function nameOf({ id }) {
  return `${id}-${process.arch}-${process.version}`;
}

/** Below our state, which no sandbox shows to an agent. */
function folderOf({ XDG_STATE_HOME, HOME }) {
  const home = XDG_STATE_HOME || (HOME && path.join(HOME, ".local", "state"));
  return home && path.isAbsolute(home) ? path.join(home, "orchestrator", "compiled") : null;
}

/** What others could have written is not run. */
function readOwn(name) {
  try {
    const opened = fs.openSync(name, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
    try {
      const { uid, mode } = fs.fstatSync(opened);
      const isOwn = uid === process.getuid() && (mode & 0o022) === 0;
      return isOwn ? unsealed(fs.readFileSync(opened)) : null;
    } finally {
      fs.closeSync(opened);
    }
  } catch {
    return null;
  }
}

const DIGEST_BYTES = 32;

function digestOf(data) {
  return createHash("sha256").update(data).digest();
}

/** Null when it was cut short or damaged: V8 would stop the process in the middle of it. */
function unsealed(bytes) {
  const end = Math.max(0, bytes.length - DIGEST_BYTES);
  const data = bytes.subarray(0, end);
  return digestOf(data).equals(bytes.subarray(end)) ? data : null;
}

/** With what was compiled on the way. One that cannot be kept costs the next answer its time. */
function keep(folder, { name, script, isKept }) {
  if (isKept) return;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const own = path.join(folder, `${name}.${process.pid}`);
    const data = script.createCachedData();
    fs.writeFileSync(own, Buffer.concat([data, digestOf(data)]), { mode: 0o600, flag: "wx" });
    fs.renameSync(own, path.join(folder, name));
    for (const other of fs.readdirSync(folder)) {
      const isOurs = KEPT.some((one) => nameOf(one) === other);
      if (!isOurs) fs.rmSync(path.join(folder, other), { force: true });
    }
  } catch {
    return;
  }
}
