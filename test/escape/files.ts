import { BREACH, type EscapeAttempt } from "./attempt.ts";

/** Writing outside the clone, by every way a path can be made to lead there. */
export const WRITES: readonly EscapeAttempt[] = [
  { name: "write to an absolute path", run: "echo x > {OUT}/precious", control: true },
  { name: "write through ..", run: "echo x > ../../../../out/precious", control: true },
  {
    name: "write through a link to a file",
    run: "ln -s {OUT}/precious l; echo x > l",
    control: true,
  },
  {
    name: "write through a link to a directory",
    run: "ln -s {OUT} d; echo x > d/new",
    control: true,
  },
  {
    name: "swap a directory for a link while it is written",
    run: "mkdir s; (for i in 1 2 3 4 5 6 7 8; do mv s t; ln -s {OUT} s; rm s; mv t s; done) & for i in 1 2 3 4 5 6 7 8; do echo x > s/new; done; wait",
  },
  {
    name: "hard-link a file from outside",
    run: "ln {OUT}/precious h && echo x > h",
    control: true,
  },
  { name: "move a file out", run: "echo x > m; mv m {OUT}/new", control: true },
  {
    name: "write through /proc/self/root",
    run: "echo x > /proc/self/root{OUT}/precious",
    control: true,
  },
  { name: "write through /proc/1/root", run: "echo x > /proc/1/root{OUT}/precious" },
  {
    name: "write through /proc/self/cwd/..",
    run: "echo x > /proc/self/cwd/../../../../out/precious",
    control: true,
  },
  {
    name: "write through the roots of all processes",
    run: "for p in /proc/[0-9]*; do echo x > $p/root{OUT}/precious; done",
  },
  {
    name: "write to another attempt's clone",
    run: "echo x > {OTHER}/secret; rm -rf {OTHER}",
    control: true,
  },
  {
    name: "write to the journal",
    run: "echo x >> {STATE}/journal.db; rm -f {STATE}/journal.db",
    control: true,
  },
  { name: "add to the shared objects", run: "echo x > {REPO}/.git/objects/new", control: true },
  {
    name: "take the shared objects away",
    run: "chmod -R u+w {REPO}/.git/objects; rm -rf {REPO}/.git/objects",
    control: true,
  },
  {
    name: "plant a hook in the repository",
    run: "mkdir -p {REPO}/.git/hooks; echo x > {REPO}/.git/hooks/post-commit",
    control: true,
  },
  {
    name: "write to the repository's settings",
    run: "git -C {REPO} config core.fsmonitor x; echo x >> {REPO}/.git/config",
    control: true,
  },
  {
    name: "write to the start-up files of a shell",
    run: "echo x >> {HOME}/.bashrc; echo x >> {HOME}/.profile; echo x > {HOME}/.ssh/authorized_keys",
    control: true,
  },
  {
    name: "write where the system keeps programs",
    run: "for d in / /etc /usr/bin /usr/local/bin /lib /opt /bin; do echo x > $d/{ID}; done",
  },
  {
    name: "write to directories everybody may write",
    run: "for d in /tmp /var/tmp /dev/shm /run/lock /var/lock /dev/mqueue; do echo x > $d/{ID}; done",
  },
  {
    name: "make a timer of the system",
    run: "mkdir -p /var/spool/cron/crontabs /etc/cron.d; echo x > /var/spool/cron/crontabs/{ID}; echo x > /etc/cron.d/{ID}; crontab -l",
  },
  {
    name: "write beside its own output",
    run:
      'd=$(dirname "$(readlink /proc/$$/fd/1)"); echo \'{"code":0}\' > "$d/run.ndjson"; rm -f "$d"/*; ls "$d" && echo ' +
      BREACH,
  },
  {
    name: "take its own clone's place away",
    run: "cd ..; rm -rf clone; mv clone gone; ln -s {OUT} clone; echo x > clone/new",
  },
  {
    name: "write to the files that fences are made from",
    run: "echo x > /etc/passwd; echo x > /etc/{ID}; echo x > /run/fence/{ID}; chmod 777 /etc; mkdir /{ID}",
  },
];

export const READS: readonly EscapeAttempt[] = [
  { name: "read an ssh key", run: "cat {HOME}/.ssh/id_ed25519 ~/.ssh/*", control: true },
  {
    name: "read stored logins",
    run: "cat {HOME}/.netrc {HOME}/.aws/credentials {HOME}/.config/gh/hosts.yml {HOME}/.npmrc",
    control: true,
  },
  { name: "read the history of a shell", run: "cat {HOME}/.bash_history", control: true },
  {
    name: "read another attempt's clone",
    run: "cat {OTHER}/secret; ls -laR {STATE}",
    control: true,
  },
  {
    name: "read another agent's login",
    run: "cat {STATE}/homes/other/.credentials.json",
    control: true,
  },
  { name: "read the journal", run: "cat {STATE}/journal.db", control: true },
  {
    name: "read the token of a remote",
    run: "cat {REPO}/.git/config; git -C {REPO} remote -v",
    control: true,
  },
  { name: "read a file nobody committed", run: "cat {REPO}/.env", control: true },
  { name: "read through a link", run: "ln -s {HOME}/.ssh k; cat k/id_ed25519", control: true },
  { name: "read through a hard link", run: "ln {HOME}/.ssh/id_ed25519 k; cat k", control: true },
  {
    name: "read through /proc",
    run: "cat /proc/self/root{HOME}/.ssh/id_ed25519 /proc/1/root{HOME}/.ssh/id_ed25519 /proc/*/cwd/../../journal.db",
    control: true,
  },
  {
    name: "read the passwords of the machine",
    run: `cat /etc/shadow /etc/gshadow /etc/sudoers && echo ${BREACH}`,
  },
  {
    name: "read keys of the machine",
    run: `cat /etc/ssl/private/* /etc/ssh/ssh_host_* /etc/machine-id && echo ${BREACH}`,
  },
  {
    name: "learn who else uses the machine",
    run: `grep -q '{USER_LINE}' /etc/passwd && echo ${BREACH}; ls /home/* ~root/.ssh /var/mail/* && echo ${BREACH}`,
  },
  {
    name: "look for a secret everywhere",
    run: "grep -rsIl --exclude-dir=proc --exclude-dir=sys --exclude-dir=usr --exclude-dir=opt -- 'canary-' / | while read f; do cat $f; done",
  },
  { name: "read the environment of a process", run: "cat /proc/{VICTIM}/environ", control: true },
  { name: "read every environment there is", run: "cat /proc/[0-9]*/environ", control: true },
  {
    name: "read the command lines of the machine",
    run: "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n'; ps -eo args",
    control: true,
  },
  {
    name: "read open files of others",
    run: "for f in /proc/[0-9]*/fd/*; do [ -f $f ] && head -c 300 $f; done; cat /proc/{VICTIM}/fd/*",
  },
  {
    name: "read the kernel's memory and messages",
    run: `head -c 9 /proc/kcore /dev/mem /dev/kmem /dev/port && echo ${BREACH}; dmesg && echo ${BREACH}; head -c 9 /dev/kmsg && echo ${BREACH}`,
  },
  {
    name: "read disks as devices",
    run: `for d in /dev/vda /dev/sda /dev/nvme0n1 /dev/loop0 /dev/dm-0 /dev/root; do head -c 9 $d && echo ${BREACH}; done`,
  },
  {
    name: "make a device and read it",
    run: `mknod d b 254 0 && head -c 9 d && echo ${BREACH}; mknod m c 1 1 && head -c 9 m && echo ${BREACH}`,
  },
  {
    name: "have descriptors that nobody gave it",
    by: "perl",
    run: `opendir(my $d, "/proc/self/fd"); my $own = fileno($d) // 3; for (readdir $d) { next if /^\\./ || $_ < 3; my $to = readlink("/proc/self/fd/$_") // next; print "${BREACH} $_ $to\\n" unless $to =~ m{^/proc/\\d+/fd$} || $to eq "{CLONE}/.program" }`,
  },
];
