/**
 * What the kernel refuses inside a fence, as a program for its own filter. Namespaces hold files,
 * processes and addresses; this holds what no namespace does: the kernel's key rings, sockets of
 * families that lead past a network of one's own (vsock), typing into a terminal (TIOCSTI), and
 * calls that ordinary work has no use for and that have been ways out before.
 */

const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
/** As on a kernel without it, so that programs take another way: io_uring, other architectures. */
const ENOSYS = 0x0005_0026;
const EAFNOSUPPORT = 0x0005_0061;

/** Offsets in `struct seccomp_data`; both architectures are little-endian. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argumentLow = (index: number): number => 16 + index * 8;

/** Sockets of these families exist once for the machine or only within a network namespace. */
const SOCKET_FAMILIES = { unix: 1, inet: 2, inet6: 10, netlink: 16 } as const;

/** Puts characters into a terminal's input, as if a person had typed them. */
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;

interface Architecture {
  readonly audit: number;
  readonly ioctl: number;
  readonly socket: number;
  readonly refused: readonly number[];
  readonly absent: readonly number[];
  /** Numbers from here on belong to another calling convention (x32). */
  readonly foreignFrom: number | null;
}

/** The same numbers on every architecture: what came after Linux 5. */
const COMMON_REFUSED = [
  428, // open_tree
  429, // move_mount
  430, // fsopen
  431, // fsconfig
  432, // fsmount
  433, // fspick
  442, // mount_setattr
] as const;

const IO_URING = [425, 426, 427] as const;

const X86_64: Architecture = {
  audit: 0xc000_003e,
  ioctl: 16,
  socket: 41,
  refused: [
    [248, 249, 250], // add_key, request_key, keyctl
    [321, 298, 323], // bpf, perf_event_open, userfaultfd
    [165, 166, 155, 161], // mount, umount2, pivot_root, chroot
    [308], // setns
    [246, 320], // kexec_load, kexec_file_load
    [175, 176, 313], // init_module, delete_module, finit_module
    [304], // open_by_handle_at
    [167, 168, 169], // swapon, swapoff, reboot
    [103, 163, 179], // syslog, acct, quotactl
    [172, 173], // iopl, ioperm
    [227, 164, 159, 305], // clock_settime, settimeofday, adjtimex, clock_adjtime
    COMMON_REFUSED,
  ].flat(),
  absent: [...IO_URING],
  foreignFrom: 0x4000_0000,
};

const ARM64: Architecture = {
  audit: 0xc000_00b7,
  ioctl: 29,
  socket: 198,
  refused: [
    [217, 218, 219], // add_key, request_key, keyctl
    [280, 241, 282], // bpf, perf_event_open, userfaultfd
    [40, 39, 41, 51], // mount, umount2, pivot_root, chroot
    [268], // setns
    [104, 294], // kexec_load, kexec_file_load
    [105, 106, 273], // init_module, delete_module, finit_module
    [265], // open_by_handle_at
    [224, 225, 142], // swapon, swapoff, reboot
    [116, 89, 60], // syslog, acct, quotactl
    [112, 170, 171, 266], // clock_settime, settimeofday, adjtimex, clock_adjtime
    COMMON_REFUSED,
  ].flat(),
  absent: [...IO_URING],
  foreignFrom: null,
};

/**
 * The filter for an architecture as Node names it, as the kernel takes it (`struct sock_filter`, 8
 * bytes each); null where we know no numbers.
 */
export function seccompFilter(architecture: string): Buffer | null {
  if (architecture === "x64") return assemble(X86_64);
  return architecture === "arm64" ? assemble(ARM64) : null;
}

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, value: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const answer = (value: number): Instruction => [0x06, 0, 0, value];
/** Skips one instruction unless equal. */
const unlessEqual = (value: number): Instruction => [0x15, 0, 1, value];
const skipUnlessEqual = (value: number, count: number): Instruction => [0x15, 0, count, value];
const unlessFrom = (value: number): Instruction => [0x35, 0, 1, value];

function assemble(machine: Architecture): Buffer {
  const program: Instruction[] = [
    load(ARCHITECTURE),
    [0x15, 1, 0, machine.audit],
    answer(ENOSYS),
    load(NUMBER),
    ...(machine.foreignFrom === null ? [] : [unlessFrom(machine.foreignFrom), answer(ENOSYS)]),
    ...machine.refused.flatMap((number) => [unlessEqual(number), answer(EPERM)]),
    ...machine.absent.flatMap((number) => [unlessEqual(number), answer(ENOSYS)]),
    skipUnlessEqual(machine.ioctl, 6),
    load(argumentLow(1)),
    unlessEqual(TIOCSTI),
    answer(EPERM),
    unlessEqual(TIOCLINUX),
    answer(EPERM),
    answer(ALLOW),
    skipUnlessEqual(machine.socket, 2 + 2 * Object.keys(SOCKET_FAMILIES).length),
    load(argumentLow(0)),
    ...Object.values(SOCKET_FAMILIES).flatMap((family) => [unlessEqual(family), answer(ALLOW)]),
    answer(EAFNOSUPPORT),
    answer(ALLOW),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, yes, no, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(yes, index * 8 + 2);
    bytes.writeUInt8(no, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}
