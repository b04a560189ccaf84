import { isExecutable } from "../../platform/index.ts";

/** Where a fenced run finds what its door needs. */
export const DOOR_DIR = "/run/door";
const RELAY_DIR = "/run/fence";

export interface Relay {
  /** The program that follows the script, absolute. */
  readonly program: string;
  readonly script: string;
  readonly file: string;
}

/**
 * Carries TCP connections to 127.0.0.1:PORT inside a network of its own to the unix socket at
 * PATH, where the network ends: `relay PORT PATH`. It has ended when it listens; a child stays, as
 * long as its run does. Bytes pass through untouched, at most 64 KiB of a direction are held.
 *
 * Perl, because it is on practically every Linux that has git and costs 0.5 MB of memory of its own
 * and 3 ms; without its modules, which would double that. The numbers are those of Linux.
 */
const PERL = String.raw`
my ($port, $path) = @ARGV;
my $max = 256;
$SIG{PIPE} = 'IGNORE';
socket(my $door, 2, 1, 0) or die "no socket: $!\n";
setsockopt($door, 1, 2, pack('i', 1));
bind($door, pack('S n C4 x8', 2, $port, 127, 0, 0, 1)) or die "no door at $port: $!\n";
listen($door, 128) or die "no door at $port: $!\n";
my $child = fork();
defined $child or die "no relay: $!\n";
exit 0 if $child;
open(STDIN, '<', '/dev/null');
open(STDOUT, '>', '/dev/null');
open(STDERR, '>', '/dev/null');
chdir '/';
my (%at, %peer, %held, %ended);
my $ends = fileno($door);

sub adopt {
  my ($one, $other) = @_;
  my $no = fileno($one);
  fcntl($one, 4, 2048);
  $at{$no} = $one;
  $peer{$no} = fileno($other);
  $held{$no} = '';
  $ended{$no} = 0;
}

sub drop {
  my $no = shift;
  my $other = $peer{$no};
  delete $peer{$no};
  delete $peer{$other};
  for my $each ($no, $other) {
    close($at{$each});
    delete $at{$each};
    delete $held{$each};
    delete $ended{$each};
  }
}

sub settle {
  my $no = shift;
  my $other = $peer{$no};
  shutdown($at{$other}, 1) if $ended{$no} == 1 && $held{$other} eq '' && ($ended{$no} = 2);
  drop($no) if $ended{$no} == 2 && $ended{$other} == 2;
}

while (1) {
  my ($reads, $writes) = ('', '');
  vec($reads, $ends, 1) = 1 if keys(%at) < 2 * $max;
  for my $no (keys %at) {
    vec($reads, $no, 1) = 1 if !$ended{$no} && length($held{$peer{$no}}) < 65536;
    vec($writes, $no, 1) = 1 if $held{$no} ne '';
  }
  next if select($reads, $writes, undef, undef) < 0;
  for my $no (keys %at) {
    next if !exists $at{$no} || !vec($writes, $no, 1);
    my $sent = syswrite($at{$no}, $held{$no});
    if (!defined $sent) { drop($no) unless $! == 11; next }
    substr($held{$no}, 0, $sent, '');
    settle($peer{$no});
  }
  for my $no (keys %at) {
    next if !exists $at{$no} || !vec($reads, $no, 1) || $ended{$no};
    my $other = $peer{$no};
    my $got = sysread($at{$no}, $held{$other}, 65536, length $held{$other});
    if (!defined $got) { drop($no) unless $! == 11; next }
    $ended{$no} = 1 if $got == 0;
    settle($no);
  }
  next unless vec($reads, $ends, 1);
  accept(my $in, $door) or next;
  socket(my $out, 1, 1, 0) or next;
  connect($out, pack('S a108', 1, $path)) or next;
  adopt($in, $out);
  adopt($out, $in);
}
`;

/** Where there is no Perl: 11 MB and 70 ms. It listens first and leaves its parent then. */
const NODE = String.raw`
const { spawn } = require("node:child_process");
const { connect, createServer } = require("node:net");
const [port, path, isChild] = process.argv.slice(2);
if (isChild === undefined) {
  const child = spawn(process.execPath, [__filename, port, path, "child"], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.on("exit", () => process.exit(1));
  child.on("message", () => process.exit(0));
} else {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const door = connect({ path, allowHalfOpen: true });
    client.pipe(door);
    door.pipe(client);
    client.on("error", () => door.destroy());
    door.on("error", () => client.destroy());
  });
  server.listen(Number(port), "127.0.0.1", () => {
    process.send("listening");
    process.disconnect();
  });
}
`;

/** The relay there can be inside a fence on this machine. */
export function findRelay(): Relay {
  const perl = findPerl();
  return perl === null
    ? { program: process.execPath, script: NODE, file: "relay.cjs" }
    : { program: perl, script: PERL, file: "relay.pl" };
}

export function findPerl(): string | null {
  return ["/usr/bin/perl", "/bin/perl", "/usr/local/bin/perl"].find(isExecutable) ?? null;
}

/** Its command line inside the fence. */
export function relayCommand(relay: Relay, port: number, socket: string): string[] {
  return [relay.program, `${RELAY_DIR}/${relay.file}`, String(port), socket];
}

/** What has to be mounted for it. `filesDir` holds the script. */
export function relayMounts(relay: Relay, filesDir: string): string[] {
  const { program, file } = relay;
  return [
    "--ro-bind",
    `${filesDir}/${file}`,
    `${RELAY_DIR}/${file}`,
    ...(program === process.execPath ? ["--ro-bind-try", program, program] : []),
  ];
}
