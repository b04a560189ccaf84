import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Nothing of the public internet: this machine, its networks, and what is set apart. */
const APART: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

const APART_6: readonly (readonly [string, number])[] = [
  ["::", 8],
  // Of the old internet's addresses in the new one, those that lead back into it.
  ["64:ff9b::", 16],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 9],
  ["ff00::", 8],
];

// Two lists: in one, an old address would also be looked up as `::ffff:…`, which is set apart.
const apart = new BlockList();
for (const [net, prefix] of APART) apart.addSubnet(net, prefix, "ipv4");
const apart6 = new BlockList();
for (const [net, prefix] of APART_6) apart6.addSubnet(net, prefix, "ipv6");

/** Whether an address lies in the public internet. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !apart.check(address, "ipv4");
  // A scope (`fe80::1%eth0`) only local addresses have.
  return isIPv6(address) && !address.includes("%") && !apart6.check(address, "ipv6");
}

export interface Place {
  readonly host: string;
  readonly port: number;
}

const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/;

/** `host:port` or `[::1]:port` as a client wrote it, in lower case; null for anything unusual. */
export function placeOf(authority: string, defaultPort: number | null): Place | null {
  const found = /^(\[[0-9a-fA-F:.]+\]|[^:[\]@/\\%\s]+)(?::(\d{1,5}))?$/.exec(authority);
  const port = found?.[2] === undefined ? defaultPort : Number(found[2]);
  if (found === null || port === null || port < 1 || port > 65_535) return null;
  const written = (found[1] ?? "").toLowerCase();
  if (written.startsWith("[")) {
    const host = written.slice(1, -1);
    return isIPv6(host) ? { host, port } : null;
  }
  // One dot at the end is the same host, and must not be another name for it.
  const host = written.replace(/\.$/, "");
  if (isIPv4(host)) return { host, port };
  // `127.1`, `0x7f000001` and `2130706433` are addresses to the system's resolver.
  return NAME.test(host) && !/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(host) ? { host, port } : null;
}

const USUAL_PORTS = new Set([80, 443]);

/** Whether a place is on a list of `*.npmjs.org`, `pkg.example:8443`; a star is one name or more. */
export function isListed(hosts: readonly string[], place: Place): boolean {
  return hosts.some((glob) => {
    const { host = "", port } =
      /^(?<host>.*?)(?::(?<port>\d+|\*))?$/.exec(glob.toLowerCase())?.groups ?? {};
    if (
      port === undefined
        ? !USUAL_PORTS.has(place.port)
        : port !== "*" && Number(port) !== place.port
    ) {
      return false;
    }
    if (host === "*") return true;
    return host.startsWith("*.") ? place.host.endsWith(host.slice(1)) : place.host === host;
  });
}
