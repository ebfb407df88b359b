import { expect, test } from "vitest";
import type { DocumentProblem } from "../schema";
import { groupsOf } from "./policy";

const problem = (code: string, severity: "error" | "warning", path: string): DocumentProblem => ({
  ...{ code, severity, path, message: `${code} at ${path}`, harm: `harm of ${path}` },
});

test("errors come first, those of a kind once, and none is lost", () => {
  const problems = [
    problem("unhandled_failure", "warning", "nodes.a"),
    problem("left_out", "warning", "nodes.b"),
    problem("bad_config", "error", "nodes.c"),
    problem("unhandled_failure", "warning", "nodes.d"),
    problem("bad_config", "error", "nodes.e"),
  ];
  const groups = groupsOf(problems);
  expect(groups.map(({ title }) => title)).toEqual([
    "bad_config at nodes.c",
    "bad_config at nodes.e",
    "2 failure ways lead nowhere",
    "left_out at nodes.b",
  ]);
  expect(groups.flatMap((group) => group.problems)).toHaveLength(problems.length);
  expect(groups[2]?.harm).toBe(
    "Without an answer, runs stop there and wait until a member looks after them.",
  );
  expect(groups[3]?.harm).toBe("harm of nodes.b");
  expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
});
