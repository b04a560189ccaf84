import { expect, test } from "vitest";
import { seccompFilter } from "./seccomp.ts";

const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;
const EAFNOSUPPORT = 0x0005_0061;

/** What the kernel does with such a program, for the instructions that ours has. */
function ask(program: Buffer, audit: number, number: number, args: readonly number[] = []): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(audit, 4);
  for (const [index, value] of args.entries()) data.writeBigUInt64LE(BigInt(value), 16 + index * 8);
  let held = 0;
  for (let at = 0; ; at++) {
    const code = program.readUInt16LE(at * 8);
    const [yes, no] = [program.readUInt8(at * 8 + 2), program.readUInt8(at * 8 + 3)];
    const value = program.readUInt32LE(at * 8 + 4);
    if (code === 0x06) return value;
    if (code === 0x20) held = data.readUInt32LE(value);
    else if (code === 0x15) at += held === value ? yes : no;
    else if (code === 0x35) at += held >= value ? yes : no;
    else throw new Error(`instruction ${code}`);
  }
}

for (const [name, audit, calls] of [
  ["x64", 0xc000_003e, { read: 0, ioctl: 16, socket: 41, mount: 165, keyctl: 250, execve: 59 }],
  ["arm64", 0xc000_00b7, { read: 63, ioctl: 29, socket: 198, mount: 40, keyctl: 219, execve: 221 }],
] as const) {
  test(`ordinary calls pass on ${name}, and what is a way out does not`, () => {
    const filter = seccompFilter(name);
    if (filter === null) throw new Error("no filter");
    const said = (number: number, args: readonly number[] = []) => ask(filter, audit, number, args);
    expect(said(calls.read)).toBe(ALLOW);
    expect(said(calls.execve)).toBe(ALLOW);
    expect(said(calls.mount)).toBe(EPERM);
    expect(said(calls.keyctl)).toBe(EPERM);
    expect(said(425)).toBe(ENOSYS);
    for (const family of [1, 2, 10, 16]) expect(said(calls.socket, [family])).toBe(ALLOW);
    for (const family of [17, 38, 40]) expect(said(calls.socket, [family])).toBe(EAFNOSUPPORT);
    expect(said(calls.ioctl, [0, 0x5401])).toBe(ALLOW);
    expect(said(calls.ioctl, [0, 0x5412])).toBe(EPERM);
    // The kernel looks at the low half of the request alone, and so must we.
    expect(said(calls.ioctl, [0, 0x1_0000_5412])).toBe(EPERM);
    expect(said(calls.ioctl, [0, 0x541c])).toBe(EPERM);
    expect(ask(filter, 0x4000_0003, calls.read)).toBe(ENOSYS);
  });
}

test("another calling convention of the same processor is not spoken", () => {
  const filter = seccompFilter("x64");
  if (filter === null) throw new Error("no filter");
  expect(ask(filter, 0xc000_003e, 0x4000_0000 + 39)).toBe(ENOSYS);
  expect(seccompFilter("riscv64")).toBeNull();
});
