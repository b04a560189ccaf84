import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScheduling, summarise } from "../scheduling.ts";
import { measureSchedule } from "./check.ts";
import { readInstances } from "./instances.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scheduling-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Two jobs of 3 and 4 units that need two of the two units there are, between dummies. */
const PSPLIB = `************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     4       2    1
  4      1     0       0    0
************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
************************************************
`;

const STG = `# a graph
  3
  0  0  0
  1  5  1  0
  2  5  1  0
  3  5  1  0
  4  0  3  1 2 3
# the end
`;

describe("the scheduling benchmark", () => {
  it("reads PSPLIB files and their optima, wherever the table stands", () => {
    write("a/j301_1.sm", PSPLIB);
    write("a/optimum.csv", "problem,optimum\nj301_1.sm,7\n");
    write("b/j602_10.sm", PSPLIB);
    write("b/j60hrs.sm", "Par Inst Makespan\n=====\n 2  10   8  Somebody 1999\n");
    const instances = readInstances(folder);
    expect(instances.map(({ name, bestKnown }) => [name, bestKnown])).toEqual([
      [join("a", "j301_1.sm"), 7],
      [join("b", "j602_10.sm"), 8],
    ]);
    expect(instances[0]?.problem).toEqual({
      durations: [0, 3, 4, 0],
      before: [[], [0], [0], [1, 2]],
      capacities: [2, 1],
      demands: [
        [0, 0],
        [2, 0],
        [2, 1],
        [0, 0],
      ],
    });
  });

  it("reads task graphs for every number of processors the tables speak of", () => {
    write("50/rand0000.stg", STG);
    write("100/rand0000.stg", STG);
    write("optima/Case50_2_OPT.csv", "50/rand0000.stg,2,10\n");
    write("optima/Case100_2_OPT.csv", "100/rand0000.stg,2,9,11\n");
    write("optima/Case100_4_OPT.csv", "100/rand0000.stg,4,5\n");
    const found = readInstances(folder).map(({ name, bestKnown }) => [name, bestKnown]);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        [`${join("50", "rand0000.stg")} on 2`, 10],
        [`${join("100", "rand0000.stg")} on 2`, 11],
        [`${join("100", "rand0000.stg")} on 4`, 5],
      ]),
    );
  });

  it("takes the makespan of a row that goes on with who found it, quoted or not", () => {
    for (const name of ["j301_1.sm", "j301_2.sm", "j301_3.sm"]) write(name, PSPLIB);
    const rows = ['"problem","lb","ub","author"', '"j301_1.sm","6","7","Somebody, A. 1999"'];
    write("best.csv", [...rows, "J301_2;6;8;Somebody;2001", "j301_3.sm 9.0"].join("\r\n"));
    expect(readInstances(folder).map(({ bestKnown }) => bestKnown)).toEqual([7, 8, 9]);
  });

  it("takes the number of processors from the table's name, and tries some without a table", () => {
    write("x/rand1.stg", STG);
    write("x/optimal-8.csv", "rand1.stg,5\n");
    write("y/rand2.stg", STG);
    expect(readInstances(folder).map(({ name }) => name)).toEqual([
      `${join("x", "rand1.stg")} on 8`,
      ...[2, 4, 8, 16].map((m) => `${join("y", "rand2.stg")} on ${m}`),
    ]);
  });

  it("reads the best known where no optimum is", () => {
    write("j301_1.sm", PSPLIB);
    write("j301_2.sm", PSPLIB);
    write("j301_3.sm", PSPLIB);
    write("optimum.csv", "problem,optimum\nj301_1.sm,7..9\nj301_2.sm,..8\nj301_3.sm,7-8\n");
    expect(readInstances(folder).map((instance) => instance.bestKnown)).toEqual([9, 8, 8]);
  });

  it("solves, checks and averages", () => {
    write("j301_1.sm", PSPLIB);
    write("optimum.csv", "j301_1.sm,7\n");
    const solved = runScheduling(folder, { schedules: 10 });
    expect(solved).toMatchObject([{ makespan: 7, lowerBound: 7, gap: 0 }]);
    expect(summarise(solved)).toContain("mean 0.000 %");
  });

  it("throws for every schedule that is none", () => {
    write("j301_1.sm", PSPLIB);
    const problem = readInstances(folder)[0]!.problem;
    expect(measureSchedule(problem, [0, 4, 0, 7])).toBe(7);
    expect(() => measureSchedule(problem, [0, 3, 0, 7])).toThrow("of resource 0");
    expect(() => measureSchedule(problem, [0, 4, 0, 6])).toThrow("before 1 ends");
    expect(() => measureSchedule(problem, [0, 4, 0])).toThrow("not every");
    expect(() => measureSchedule(problem, [0, 4.5, 0, 9])).toThrow("starts at");
    const apart = { ...problem, capacities: [9, 9], conflicts: [[1, 2]] as const };
    expect(() => measureSchedule(apart, [0, 0, 0, 4])).toThrow("side by side");
  });

  it("reads rows in any order, over several lines, however they are indented", () => {
    write("a/x1_1.sm", PSPLIB);
    const rows = PSPLIB.replace("2           2   3", "2           2\n              3")
      .replace(/( {3}2 {8}1.*\n)( {3}3.*\n)/, "$2$1")
      .replace(/( {2}2 {6}1.*\n)( {2}3.*\n)/, "$2$1")
      .replace("PRECEDENCE", "  Precedence");
    expect(rows.indexOf("  3      1")).toBeLessThan(rows.indexOf("  2      1"));
    write("b/x1_1.sm", rows.replaceAll("\n", "\r\n"));
    const [one, two] = readInstances(folder);
    expect(two?.problem).toEqual(one?.problem);
  });

  it.each([
    [
      "x.sm",
      PSPLIB.replace("2           2   3", "3           2   3"),
      "job 1 has 6 successors, of 3",
    ],
    ["x.sm", PSPLIB.replace("     4       2", "    -4       2"), "duration 2 must be"],
    ["x.sm", PSPLIB.replace("    4       2    1", "  4.5       2    1"), "duration 2 must be"],
    ["x.sm", PSPLIB.replace("4       2    1", "4       2"), "job 3 asks of 1 resources, of 2"],
    ["x.sm", PSPLIB.replace("4       2    1", "4       3    1"), "needs more of resource 0"],
    ["x.sm", PSPLIB.replace("  4      1     0       0    0\n", ""), "job 4 has no duration"],
    ["x.sm", PSPLIB.replace("   2        1          1", "   2        3          1"), "3 modes"],
    ["x.sm", ` - nonrenewable : 2 N\n${PSPLIB}`, "2 nonrenewable resources"],
    ["x.sm", `jobs (incl. supersource/sink ):  5\n${PSPLIB}`, "says 5 jobs and has 4"],
    ["x.sm", `RESOURCES\n  - renewable : 3 R\n${PSPLIB}`, "says 3 resources and has 2"],
    ["x.sm", "", "there is no section"],
    ["x.stg", "", "how many tasks"],
    ["x.stg", STG.replace("  3\n", "  9\n"), "says 9 tasks and has 5"],
    ["x.stg", STG.replace("3  1 2 3", "3  1 2"), "task 4 waits for 2, of 3"],
    ["x.stg", STG.replace("  2  5", "  1  5"), "the same number"],
    ["x.stg", STG.replace("  1  5  1  0", "  1  5  1  4"), "wait for one another"],
  ])("names the file and what is wrong with it: %s %#", (name, text, message) => {
    write(name, text);
    expect(() => runScheduling(folder, { schedules: 1 })).toThrow(name);
    expect(() => runScheduling(folder, { schedules: 1 })).toThrow(message);
  });
});
