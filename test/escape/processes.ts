import { BREACH, type EscapeAttempt, calls } from "./attempt.ts";

const NAMESPACES = "pid mnt net user ipc uts cgroup";

export const PROCESSES: readonly EscapeAttempt[] = [
  { name: "kill a process of the user", run: "kill -9 {VICTIM}", control: true },
  { name: "stop a process of the user", run: "kill -STOP {VICTIM}", control: true },
  {
    name: "signal the warden and its keepers",
    run: "for p in {WARDEN} {PARENT}; do kill -TERM $p; kill -KILL $p; done",
  },
  { name: "signal everybody", run: "kill -TERM -1; trap '' TERM; kill -TERM -1", ends: true },
  {
    name: "attach to a process",
    by: "perl",
    only: "x64",
    run: calls(
      'try("ptrace", syscall(101, 16, {VICTIM}, 0, 0));',
      'try("seize", syscall(101, 0x4206, {VICTIM}, 0, 0));',
    ),
  },
  {
    name: "read the memory of a process",
    by: "perl",
    only: "x64",
    run: calls(
      'my $b = "\\0" x 64; my $v = pack("P Q", $b, 64); my $r = pack("Q Q", 0x400000, 64);',
      'try("process_vm_readv", syscall(310, {VICTIM}, $v, 1, $r, 1, 0));',
      'try("process_vm_writev", syscall(311, {VICTIM}, $v, 1, $r, 1, 0));',
    ),
  },
  {
    name: "open a process's memory as a file",
    run: `head -c 1 /proc/{VICTIM}/mem && echo ${BREACH}; head -c 99 /proc/{VICTIM}/maps && echo ${BREACH}`,
  },
  {
    name: "take a file out of another process",
    by: "perl",
    only: "x64",
    run: calls(
      'my $p = syscall(434, {VICTIM}, 0); try("pidfd_open", $p); try("pidfd_getfd", syscall(438, $p, 1, 0)) if $p != -1;',
    ),
  },
  {
    name: "change limits and priority of a process",
    by: "perl",
    only: "x64",
    run: calls(
      'my $l = pack("Q2", 1, 1); try("prlimit", syscall(302, {VICTIM}, 7, $l, 0)); try("setpriority", syscall(141, 0, {VICTIM}, 19)); try("affinity", syscall(203, {VICTIM}, 8, pack("Q", 1)));',
    ),
  },
  {
    name: "enter the namespaces of a process",
    run: `for n in ${NAMESPACES}; do nsenter --target {VICTIM} --$n true && echo ${BREACH} $n; done; nsenter --target 1 --all true && echo ${BREACH}`,
  },
  {
    name: "enter a namespace by its file",
    by: "perl",
    only: "x64",
    run: calls(
      'for my $n (qw(pid mnt net user)) { open(my $f, "<", "/proc/1/ns/$n") or next; try("setns $n", syscall(308, fileno($f), 0)) }',
    ),
  },
  {
    name: "leave a daemon: two forks and a session",
    by: "perl",
    run: "use POSIX; if (!fork) { setsid(); if (!fork) { $SIG{$_} = 'IGNORE' for qw(TERM HUP INT); open(STDIN,'<','/dev/null'); open(STDOUT,'>','/dev/null'); open(STDERR,'>','/dev/null'); exec('sleep', '{LEFT}') } exit } sleep 1;",
    control: true,
  },
  {
    name: "leave a daemon without a trace of its run",
    run: "(setsid env -i /bin/sh -c 'trap \"\" TERM HUP; cd /; sleep {LEFT} & wait' >/dev/null 2>&1 &) ; sleep 0.3",
    control: true,
  },
  {
    name: "leave a program that ignores every signal",
    run: "nohup setsid sh -c 'trap \"\" 1 2 3 13 15; while :; do sleep {LEFT}; done' >/dev/null 2>&1 & sleep 0.3",
    control: true,
  },
  {
    name: "leave a service with the system",
    run: `systemd-run --user sleep {LEFT} && echo ${BREACH}; at now < /dev/null && echo ${BREACH}; batch < /dev/null && echo ${BREACH}`,
  },
];

/** Rights, namespaces, mounts and what the kernel offers to those who ask. */
export const KERNEL: readonly EscapeAttempt[] = [
  {
    name: "mount something",
    run: `mkdir -p m; mount -t tmpfs none m && echo ${BREACH}; mount --bind / m && echo ${BREACH}; mount -t proc proc m && echo ${BREACH}`,
  },
  {
    name: "make the root writable again",
    run: `mount -o remount,rw / && echo ${BREACH}; mount -o remount,rw,bind /usr && echo ${BREACH}; mount -o remount,rw /proc && echo ${BREACH}`,
  },
  {
    name: "take a cover away",
    run: `umount -l /proc && echo ${BREACH}; umount -l {HOME} && echo ${BREACH}; umount -l /tmp && echo ${BREACH}; umount -l . && echo ${BREACH}`,
  },
  {
    name: "mount by the newer calls",
    by: "perl",
    only: "x64",
    run: calls(
      'my $fs = "tmpfs"; my $p = "/"; try("fsopen", syscall(430, $fs, 0)); try("open_tree", syscall(428, -100, $p, 1)); try("mount_setattr", syscall(442, -100, $p, 0, "\\0" x 32, 32));',
    ),
  },
  {
    name: "change the root",
    by: "perl",
    only: "x64",
    run: calls(
      'my ($a, $b) = ("{CLONE}", "{CLONE}"); try("pivot_root", syscall(155, $a, $b)); try("chroot", syscall(161, $a));',
    ),
  },
  {
    name: "make a user namespace with all rights",
    run: `unshare -Ur true && echo ${BREACH}; unshare -Urm true && echo ${BREACH}; bwrap --unshare-user --bind / / true && echo ${BREACH}`,
  },
  {
    name: "make a user namespace by clone",
    by: "perl",
    only: "x64",
    run: calls(
      'my $r = syscall(56, 0x10000000 | 17, 0, 0, 0, 0); exit if $r == 0; try("clone NEWUSER", $r); try("unshare NEWUSER", syscall(272, 0x10000000));',
    ),
  },
  {
    name: "make other namespaces",
    run: `for n in mount net pid ipc uts cgroup time; do unshare --$n true && echo ${BREACH} $n; done`,
  },
  {
    name: "become root by su and sudo",
    run: `for c in "su -c id" "sudo -n id" "pkexec id" "doas id" "newgrp root"; do $c </dev/null | grep -q uid=0 && echo ${BREACH} $c; done`,
  },
  {
    name: "make a program that changes its user",
    by: "perl",
    run: calls(
      'system("cp /bin/sh s; chown 0:0 s 2>/dev/null; chmod 6755 s"); my $u = `./s -p -c "id -u"`; print "$u"; print "BREACH\\n" if $u =~ /^0$/m; $< = 0; print "BREACH\\n" if $< == 0; $> = 0; print "BREACH\\n" if $> == 0;',
    ),
  },
  {
    name: "give itself rights",
    run: `for h in 'setpriv --inh-caps +all --ambient-caps +all' 'capsh --caps=all+eip --' 'unshare -r' env; do $h grep -q '^Cap[EPB][a-z]*:.*[1-9a-f]' /proc/self/status && echo ${BREACH} $h; done; cp /bin/true x; setcap all+ep x && echo ${BREACH}`,
  },
  {
    name: "set the kernel's settings",
    run: `for f in kernel/core_pattern kernel/modprobe kernel/hostname kernel/panic vm/overcommit_memory fs/protected_symlinks net/ipv4/ip_forward kernel/yama/ptrace_scope; do echo x > /proc/sys/$f && echo ${BREACH} $f; done; sysctl -w kernel.panic=1 && echo ${BREACH}`,
  },
  { name: "press the machine's keys", run: `echo h > /proc/sysrq-trigger && echo ${BREACH}` },
  {
    name: "load code into the kernel",
    run: `modprobe dummy && echo ${BREACH}; insmod ./x.ko && echo ${BREACH}`,
  },
  {
    name: "write to control groups",
    run: `for d in /sys/fs/cgroup /sys/fs/cgroup/*; do mkdir $d/{ID} && echo ${BREACH}; echo $$ > $d/cgroup.procs && echo ${BREACH}; done; mount -t cgroup2 none m && echo ${BREACH}`,
  },
  {
    name: "read and add to the kernel's key rings",
    by: "perl",
    only: "x64",
    run: calls(
      'my ($t, $n, $v) = ("user", "x", "y"); try("keyctl", syscall(250, 0, -3, 1)); try("add_key", syscall(248, $t, $n, $v, 1, -3)); try("request_key", syscall(249, $t, $n, 0, -3)); open(my $k, "<", "/proc/keys"); ',
    ),
  },
  {
    name: "use what has been a way in before",
    by: "perl",
    only: "x64",
    run: calls(
      'my $z = "\\0" x 128; try("bpf", syscall(321, 0, $z, 72)); try("perf_event_open", syscall(298, $z, 0, -1, -1, 0)); try("userfaultfd", syscall(323, 0)); try("io_uring_setup", syscall(425, 8, $z)); try("fanotify_init", syscall(300, 0, 0)); try("open_by_handle_at", syscall(304, -100, $z, 0));',
    ),
  },
  {
    name: "stop or replace the machine",
    by: "perl",
    only: "x64",
    run: calls(
      'my $p = "{CLONE}"; try("reboot", syscall(169, 0xfee1dead, 672274793, 0, 0)); try("kexec_load", syscall(246, 0, 0, 0, 0)); try("swapon", syscall(167, $p, 0)); try("sethostname", syscall(170, $p, 3)); try("settimeofday", syscall(164, pack("q2", 1, 1), 0)); try("iopl", syscall(172, 3)); try("quotactl", syscall(179, 0x800003, $p, 0, 0));',
    ),
  },
  {
    name: "speak to the kernel in another convention",
    by: "perl",
    only: "x64",
    run: calls('try("x32 getpid", syscall(0x40000000 | 39));'),
  },
  {
    name: "type into a terminal",
    by: "perl",
    run: calls(
      'for my $t ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx", "/dev/tty1") { open(my $f, "+<", $t) or next; my $c = "x"; my $r = ioctl($f, 0x5412, $c); try("TIOCSTI $t", $r) if defined $r } my $c = "x"; my $r = ioctl(STDIN, 0x5412, $c); print "BREACH stdin\\n" if defined $r;',
    ),
  },
  {
    name: "make a device",
    run: `mknod c c 1 3 && echo ${BREACH}; mknod b b 7 0 && echo ${BREACH}; mknod /dev/{ID} c 1 3 && echo ${BREACH}; losetup -f && echo ${BREACH}`,
  },
];
