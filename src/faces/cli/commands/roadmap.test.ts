import { rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataSchema } from "../../schemas/index.ts";
import { THREE_STREAMS, commandLineOn } from "../command-line.fixture.ts";

const cli = commandLineOn(THREE_STREAMS);

describe("roadmap", () => {
  it("shows every work stream in the shape of the contract", async () => {
    const { exit, data } = await cli.envelope("roadmap", "show");
    expect(exit).toBe(0);
    const { success, error } = dataSchema("roadmap-show").safeParse(data);
    expect(error?.message ?? success).toBe(true);
  });

  it("reads a file outside any repository", async () => {
    const outside = dirname(cli.root);
    cli.write("../other.md", THREE_STREAMS);
    const words = ["roadmap", "show", "--file", "other.md"];
    const found = await cli.envelope("--cwd", outside, ...words);
    expect(found.exit).toBe(0);
    expect(found["data"]).toMatchObject({ file: join(outside, "other.md"), dialect: "phase" });
  });

  it("prints no escape of a hostile title", async () => {
    for (const words of [
      ["roadmap", "show"],
      ["status"],
      ["graph"],
      ["plan"],
      ["explain", "1.3"],
    ]) {
      const { out, err } = await cli.say(...words);
      expect([words, /[\u001b\u202e]/.test(out + err)]).toEqual([words, false]);
    }
  });

  it("reads no pipe and no device: neither need ever end", async () => {
    symlinkSync("/dev/zero", join(cli.root, "endless.md"));
    const found = await cli.envelope("roadmap", "show", "--file", "endless.md");
    expect(found).toMatchObject({ exit: 3, error: { code: "roadmap-unreadable" } });
  });

  it("names a missing and a binary roadmap", async () => {
    expect((await cli.say("roadmap", "show", "--file", "none.md")).exit).toBe(3);
    cli.write("../binary.md", Buffer.from([0, 1, 2, 255, 254]));
    const found = await cli.envelope("roadmap", "show", "--file", "../binary.md");
    expect(found.exit).toBe(3);
    expect(found["error"]).toMatchObject({ code: "roadmap-unreadable" });
  });

  it("lints with lines, and exits 3 on errors", async () => {
    const cycle = "### Phase 1.1: A\n- **Status:** ⚪ Not Started\n- **Depends On:** Phase 1.1\n";
    cli.write("plans/roadmap.md", cycle);
    const { exit, out } = await cli.say("roadmap", "lint");
    expect(exit).toBe(3);
    expect(out).toMatch(/roadmap\.md:\d+: error: .*\[self-dependency\]/);
  });

  it("sets a status and changes nothing else", async () => {
    const { exit } = await cli.say("roadmap", "set", "1.3", "status=complete");
    expect(exit).toBe(0);
    const text = cli.roadmap();
    const changed = text.split("\n").filter((line, at) => line !== THREE_STREAMS.split("\n")[at]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain("✅ Complete");
  });

  it("does not know a work stream that is not there, and says what is close", async () => {
    const found = await cli.envelope("explain", "1.4");
    expect(found.exit).toBe(5);
    expect(found["error"]).toMatchObject({ code: "not-found" });
    expect((await cli.say("roadmap", "set", "9.9", "complete")).exit).toBe(5);
  });
});

describe("add", () => {
  it("says what it took from another program without its control sequences", async () => {
    cli.write("wanted.json", JSON.stringify([{ title: "Red \u001b[31mred\u0007\u202e" }]));
    const { exit, out } = await cli.say("add", "--from", "wanted.json");
    expect([exit, out]).toEqual([0, "Added REQ-001: Red red\n"]);
  });

  it("appends a work stream that the next command finds", async () => {
    const found = await cli.envelope("add", "A new thing", "--depends-on", "1.3", "--effort", "S");
    expect(found.exit).toBe(0);
    const { id } = found["data"] as { id: string };
    expect((await cli.say("explain", id)).out).toContain("A new thing");
  });

  it("begins a roadmap where there is none", async () => {
    rmSync(join(cli.root, "plans/roadmap.md"));
    expect((await cli.say("add", "First thing")).exit).toBe(0);
    expect((await cli.say("roadmap", "show")).out).toContain("First thing");
  });
});

describe("a check list", () => {
  it("shows its ids whole, and takes one that a narrower list has cut", async () => {
    cli.write(
      "plans/roadmap.md",
      "- [ ] Search over all pages and files of the user\n- [ ] Search\n- [x] Set up\n",
    );
    const shown = await cli.say("roadmap", "show");
    expect(shown.out).toContain("search-over-all-pages-and-files-of-the-user");
    expect(await cli.envelope("explain", "search-over-all-pages-a…")).toMatchObject({ exit: 0 });
    expect((await cli.say("explain", "search-over-all-pages-a")).exit).not.toBe(0);
    expect((await cli.say("roadmap", "set", "set-up", "todo")).exit).toBe(0);
    expect((await cli.say("block", "search", "--reason", "legal (ours)")).exit).toBe(0);
    expect(cli.roadmap()).toContain("- [ ] Search (blocked, on hold: legal ours)\n- [ ] Set up\n");
    expect((await cli.say("retry", "search")).exit).toBe(0);
    expect(cli.roadmap()).toContain("- [ ] Search\n- [ ] Set up\n");
  });
});
