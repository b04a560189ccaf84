import { type ChildProcess, spawn } from "node:child_process";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { monotonicMs, osName, randomId, removeTree, removeTreeSync } from "../platform/index.ts";
import { unrefStream } from "./keepers.ts";
import { findPerl } from "./fence/relay.ts";

/** What spare directories are called; nobody but the warden that named it uses one. */
export const SPARE = ".spare-";

/** So many starts in that time make it worth a process that looks at what they leave. */
const STARTS_MIN = 8;
const STARTS_MS_MAX = 5_000;
const SPARES_MAX = 16;

/**
 * Reads names of directories, one a line, and answers `y` or `n` and the name: `y` when there is
 * nothing in it but the files of a run that said nothing, and *nobody else on the machine has one of
 * them open*. That is what an exclusive lease (F_SETLEASE, F_WRLCK) says, whoever it is and however
 * they came by it; it is held while the record is emptied. Perl, because nothing smaller can ask
 * for one; the numbers are those of Linux.
 */
const SLOT_SCRIPT = String.raw`
chdir $ARGV[0] or exit 1;
$SIG{IO} = 'IGNORE';
sub clear {
  my $dir = shift;
  opendir(my $all, $dir) or return 0;
  return 0 if join(' ', sort readdir $all) ne '. .. claim run.ndjson stderr stdout';
  my %held;
  for my $name ('claim', 'run.ndjson', 'stderr', 'stdout') {
    my $path = "$dir/$name";
    return 0 unless (lstat $path)[3] == 1 && -f _;
    sysopen($held{$name}, $path, 2) or return 0;
    fcntl($held{$name}, 1024, 1) or return 0;
  }
  return 0 if -s $held{stdout} || -s $held{stderr};
  return truncate($held{claim}, 0) && truncate($held{'run.ndjson'}, 0);
}
my $held = '';
while (sysread(STDIN, $held, 65536, length $held)) {
  my $said = '';
  $said .= (clear($1) ? 'y ' : 'n ') . "$1\n" while $held =~ s/^(.*)\n//;
  syswrite(STDOUT, $said);
}
`;

/**
 * Directories of runs that ended without a word, cleared for the next: when runs follow one another
 * quickly no file is made or removed for them, which costs most of their start on some disks. One
 * that said something is removed, since to empty it on the disk as well costs more than a new one.
 *
 * A directory gets its new run's record before its name, and is empty before that (law I1): at no
 * moment does it show one run's record or output under another's id, and what is called a spare is
 * nobody's run, whoever finds it.
 */
export class Slots {
  readonly #runsDir: string;
  readonly #prefix = `${SPARE}${randomId(4)}-`;
  readonly #spares: string[] = [];
  /** Given and not yet answered for. */
  readonly #asked = new Set<string>();
  /** When the latest runs were laid down, oldest first; at most {@link STARTS_MIN}. */
  readonly #starts: number[] = [];
  #helper: ChildProcess | null = null;
  #isHopeless = osName() !== "linux";
  #sweep: NodeJS.Timeout | null = null;
  #count = 0;

  constructor(runsDir: string) {
    this.#runsDir = runsDir;
  }

  /** A directory for a run that begins, to be renamed; null when one has to be made. */
  take(): string | null {
    if (this.#starts.length >= STARTS_MIN) this.#starts.shift();
    this.#starts.push(monotonicMs());
    const name = this.#spares.pop();
    return name === undefined ? null : join(this.#runsDir, name);
  }

  /** Takes an ended run's directory, by renaming it; false when it is not wanted. */
  give(dir: string): boolean {
    if (!this.#isBusy() || this.#spares.length + this.#asked.size >= SPARES_MAX) return false;
    const helper = this.#isHopeless ? null : (this.#helper ??= this.#open());
    if (helper === null) return false;
    const name = `${this.#prefix}${++this.#count}`;
    try {
      renameSync(dir, join(this.#runsDir, name));
    } catch {
      return false;
    }
    this.#asked.add(name);
    // Those that are forgotten together are asked about together: every word wakes two processes.
    helper.stdin?.cork();
    helper.stdin?.write(`${name}\n`);
    process.nextTick(() => helper.stdin?.uncork());
    this.#sweep ??= setTimeout(() => this.#dismiss(), STARTS_MS_MAX).unref();
    return true;
  }

  /** Nothing is left of it, nor of what somebody was asked about. */
  close(): void {
    if (this.#sweep !== null) clearTimeout(this.#sweep);
    this.#sweep = null;
    const names = [...this.#spares.splice(0), ...this.#asked];
    this.#asked.clear();
    this.#drop();
    for (const name of names) removeTreeSync(join(this.#runsDir, name));
  }

  #isBusy(): boolean {
    const [first] = this.#starts;
    return (
      first !== undefined &&
      this.#starts.length >= STARTS_MIN &&
      monotonicMs() - first < STARTS_MS_MAX
    );
  }

  #dismiss(): void {
    this.#sweep = null;
    if (this.#isBusy()) {
      this.#sweep = setTimeout(() => this.#dismiss(), STARTS_MS_MAX).unref();
    } else {
      for (const name of this.#spares.splice(0)) this.#remove(name);
      this.#helper?.stdin?.end();
      this.#helper = null;
    }
  }

  #open(): ChildProcess | null {
    const perl = findPerl();
    if (perl === null) {
      this.#isHopeless = true;
      return null;
    }
    const helper = spawn(perl, ["-e", SLOT_SCRIPT, this.#runsDir], {
      cwd: "/",
      env: {},
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
    });
    helper.unref();
    unrefStream(helper.stdin);
    unrefStream(helper.stdout);
    const drop = (): void => {
      if (this.#helper === helper || this.#helper === null) this.#drop();
    };
    helper.on("error", drop);
    helper.on("exit", drop);
    helper.stdin.on("error", drop);
    let held = "";
    helper.stdout.setEncoding("latin1");
    helper.stdout.on("data", (text: string) => {
      const lines = (held + text).split("\n");
      held = lines.pop() ?? "";
      for (const line of lines) this.#hear(line);
    });
    return helper;
  }

  #hear(line: string): void {
    const name = line.slice(2);
    if (!this.#asked.delete(name)) return;
    if (line.startsWith("y ") && this.#sweep !== null) this.#spares.push(name);
    else this.#remove(name);
  }

  /** Whoever looks at directories is gone: what it was asked about is looked at no more. */
  #drop(): void {
    this.#helper?.stdin?.end();
    this.#helper = null;
    for (const name of this.#asked) this.#remove(name);
    this.#asked.clear();
  }

  /** What cannot be removed now is removed by the next warden. */
  #remove(name: string): void {
    removeTree(join(this.#runsDir, name)).catch(() => undefined);
  }
}
