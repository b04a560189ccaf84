import { describe, expect, it } from "vitest";
import { dataSchema } from "../../schemas/index.ts";
import { THREE_STREAMS, commandLineOn } from "../command-line.fixture.ts";

const cli = commandLineOn(THREE_STREAMS);

describe("garden", () => {
  it("checks without changing, and exits 8 when there is something to do", async () => {
    const found = await cli.envelope("garden", "--check");
    expect(found.exit).toBe(8);
    expect(found["data"]).toMatchObject({ unblocked: [{ id: "1.2" }] });
    expect(dataSchema("garden").safeParse(found["data"]).success).toBe(true);
    expect(cli.roadmap()).toBe(THREE_STREAMS);
  });

  it("shows the lines of a dry run and writes none", async () => {
    const { exit, out } = await cli.say("garden", "--dry-run");
    expect(exit).toBe(0);
    expect(out).toContain("-- **Status:** 🔴 Blocked");
    expect(cli.roadmap()).toBe(THREE_STREAMS);
  });

  it("unblocks, and then has nothing to do", async () => {
    expect((await cli.say("garden")).exit).toBe(0);
    expect((await cli.say("garden", "--check")).exit).toBe(0);
  });

  it("opens a circle of dependencies only when it is told yes", async () => {
    const circle = `${THREE_STREAMS}
### Phase 7.1: Egg
- **Depends On:** Phase 7.2

### Phase 7.2: Hen
- **Depends On:** Phase 7.1
`;
    cli.write("plans/roadmap.md", circle);
    const looked = await cli.say("garden", "--break-cycles", "--dry-run");
    expect(looked.out).toContain("-- **Depends On:** Phase 7.2");
    expect((await cli.say("garden", "--break-cycles")).exit).toBe(8);
    expect(cli.roadmap()).toBe(circle);
    const { data, exit } = await cli.envelope("garden", "--break-cycles", "-y");
    expect(exit).toBe(0);
    expect(data).toMatchObject({ changed: true, cuts: [{ id: "7.1", on: "7.2" }], left: [] });
    const opened = circle.replace("Depends On:** Phase 7.2", "Depends On:** None");
    expect(cli.roadmap()).toBe(opened);
  });
});
