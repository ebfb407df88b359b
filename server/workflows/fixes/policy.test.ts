import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { randomDocument } from "@/server/testing/random-document";
import { smallDocument } from "@/server/testing/run-documents";
import { sellerDocument } from "@/server/testing/workflow-document";
import { problemsIn } from "../problems/policy";
import { type DraftParts, editorPart, type WorkflowDocument, workflowDocument } from "../schema";
import { fixOf } from "./policy";

const editor = editorPart.parse({});
const seller = workflowDocument.parse(sellerDocument());
const partsOf = (document: unknown): DraftParts => ({ document: workflowDocument.parse(document), editor });
const coded = (document: WorkflowDocument, code: string) =>
  problemsIn(document).filter((problem) => problem.code === code);

type Nodes = Parameters<typeof smallDocument>[1];
const start: Nodes = { start: { type: "decision_start", config: {} } };
const ends: Nodes = {
  yes: { type: "end", config: { outcome: "approve" } },
  no: { type: "end", config: { outcome: "decline", reasonCodes: ["NO_ANSWER"] } },
};
const http = { type: "http_request", config: { connection: "c", path: "/", method: "POST" } };
const review = { type: "review", config: { queue: "edd" } };
const small = (nodes: Nodes, edges: Record<string, string>) =>
  smallDocument("small", { ...start, ...nodes }, edges);
const when = (left: object, right: unknown) => ({ id: "c", op: "=", left, right: { value: right } });
const fork = (test: object): Nodes => ({
  fork: { type: "branch", config: { by: "conditions", branches: [{ key: "a", title: "A", when: test }] } },
  ...ends,
});
const forked = { "start.next": "fork", "fork.a": "yes", "fork.otherwise": "no" };
const request = (path: string) => ({
  start: {
    type: "decision_start",
    config: { fields: [{ path: "amount", title: "Amount", type: "number" }] },
  },
  ...fork(when({ field: path }, 5)),
});
const split: Nodes = {
  both: { type: "split", config: { branches: ["a", "b"].map((key) => ({ key, title: key })) } },
};
const rules = (rule: object) => ({
  ...small(
    { judge: { type: "rules", config: { ruleSet: "main" } }, ...ends },
    { "start.next": "judge", "judge.next": "yes" },
  ),
  rules: {
    main: { title: "Main", rules: [{ code: "R1", title: "Too much", when: when({ value: 1 }, 1), ...rule }] },
  },
});

/** What a workflow says at its end, or of each element it goes through. */
const answering = (type: "end" | "item_end", value: object) =>
  type === "end"
    ? small(
        {
          ...request("input.amount"),
          yes: { type, config: { outcome: "approve", outputs: { age: value } } },
        },
        forked,
      )
    : small(
        {
          ...request("input.amount"),
          each: { type: "for_each", config: { list: "input.owners[]" } },
          over: { type, config: { output: { age: value } } },
        },
        {
          "start.next": "each",
          "each.each": "over",
          "each.done": "fork",
          "fork.a": "yes",
          "fork.otherwise": "no",
        },
      );

/** Each fault with a twin that is well: what the lint must see, and what it must not. */
const planted: [code: string, faulty: unknown, clean: unknown, fix: string | undefined][] = [
  [
    "unwired_outlet",
    small({ review, ...ends }, { "start.next": "review", "review.declined": "no", "review.sent_back": "no" }),
    small(
      { review, ...ends },
      { "start.next": "review", "review.approved": "yes", "review.declined": "no", "review.sent_back": "no" },
    ),
    "Lead to “yes”",
  ],
  [
    "unhandled_failure",
    small({ http, ...ends }, { "start.next": "http", "http.done": "yes" }),
    small({ http, ...ends }, { "start.next": "http", "http.done": "yes", "http.failed": "no" }),
    "Add a review and send it there",
  ],
  [
    "unreachable",
    small({ http, ...ends }, { "start.next": "yes", "http.done": "no", "http.failed": "no" }),
    small({ http, yes: ends["yes"]! }, { "start.next": "http", "http.done": "yes", "http.failed": "yes" }),
    "Remove the step",
  ],
  [
    "dead_end",
    small({ http, ...ends }, { "start.next": "http", "http.done": "http", "http.failed": "http" }),
    seller,
    undefined,
  ],
  [
    "unknown_outlet",
    small(ends, { "start.next": "yes", "start.other": "no" }),
    small({ yes: ends["yes"]! }, { "start.next": "yes" }),
    "Remove the way",
  ],
  [
    "spinning_cycle",
    small(
      { ...fork(when({ value: 1 }, 1)), http },
      {
        "start.next": "fork",
        "fork.a": "yes",
        "fork.otherwise": "http",
        "http.done": "fork",
        "http.failed": "no",
      },
    ),
    small(
      {
        ...fork(when({ value: 1 }, 1)),
        wait: { type: "wait", config: { for: "duration", amount: 1, unit: "days" } },
      },
      { "start.next": "fork", "fork.a": "yes", "fork.otherwise": "wait", "wait.elapsed": "fork" },
    ),
    "Put a wait of one day into it",
  ],
  [
    "split_without_join",
    small(
      { ...split, ...ends, a: http, b: http },
      { "start.next": "both", "both.a": "a", "both.b": "b", "a.done": "yes", "b.done": "yes" },
    ),
    small(
      { ...split, ...ends, meet: { type: "join", config: { split: "both" } } },
      { "start.next": "both", "both.a": "meet", "both.b": "meet", "meet.joined": "yes" },
    ),
    "Add a join",
  ],
  [
    "starving_join",
    small(
      { ...split, ...ends, meet: { type: "join", config: { split: "both" } } },
      { "start.next": "both", "both.a": "meet", "both.b": "no", "meet.joined": "yes" },
    ),
    small(
      { ...split, ...ends, meet: { type: "join", config: { split: "both", mode: "first" } } },
      { "start.next": "both", "both.a": "meet", "both.b": "no", "meet.joined": "yes" },
    ),
    "Wait for the branch that comes",
  ],
  [
    "end_in_body",
    small(
      { each: { type: "for_each", config: { list: "input.owners[]" } }, ...ends },
      { "start.next": "each", "each.each": "no", "each.done": "yes" },
    ),
    small(
      { each: { type: "for_each", config: { list: "input.owners[]" } }, over: { type: "item_end" }, ...ends },
      { "start.next": "each", "each.each": "over", "each.done": "yes" },
    ),
    // The end was the only one of the body, and nothing else is wrong with it.
    "End the element instead",
  ],
  [
    "bad_config",
    small(
      { ...split, ...ends, meet: { type: "join", config: { split: "both", mode: "n" } } },
      { "start.next": "both", "both.a": "meet", "both.b": "meet", "meet.joined": "yes" },
    ),
    small(ends, { "start.next": "yes" }),
    "Wait for all branches",
  ],
  [
    "unknown_field",
    small(request("input.amuont"), forked),
    small(request("input.amount"), forked),
    "Use “input.amount”",
  ],
  [
    "wrong_type",
    small({ ...request("input.amount"), ...fork(when({ field: "input.amount" }, "5")) }, forked),
    small(request("input.amount"), forked),
    "Use 5",
  ],
  ...(["end", "item_end"] as const).map((type): (typeof planted)[number] => [
    "wrong_type",
    answering(type, { ageInYears: { field: "input.amount" } }),
    answering(type, { field: "input.amount" }),
    undefined,
  ]),
  [
    "unknown_field",
    answering("end", { formula: { op: "field", field: "input.amuont" } }),
    answering("end", { formula: { op: "field", field: "input.amount" } }),
    "Use “input.amount”",
  ],
  [
    "unknown_value",
    small(fork(when({ field: "party.kind" }, "persn")), forked),
    small(fork(when({ field: "party.kind" }, "person")), forked),
    "Use “person”",
  ],
  [
    "unknown_reason_code",
    rules({ reasonCode: "LIMIT_REACHED" }),
    rules({ reasonCode: "NO_ANSWER" }),
    "Add the reason “LIMIT_REACHED”",
  ],
  ["unknown_outcome", rules({ outcome: "aprove" }), rules({ outcome: "approve" }), "Use “approve”"],
  [
    "unknown_reference",
    small(
      { ...ends, no: { type: "end", config: { outcome: "decline", reasonCodes: ["GONE"] } } },
      { "start.next": "no" },
    ),
    small({ no: ends["no"]! }, { "start.next": "no" }),
    "Add the reason “GONE”",
  ],
  [
    "outcome_without_reason",
    rules({ outcome: "decline" }),
    rules({ outcome: "decline", reasonCode: "NO_ANSWER" }),
    "Add the reason “TOO_MUCH”",
  ],
  [
    "outcome_without_reason",
    small({ no: { type: "end", config: { outcome: "decline" } } }, { "start.next": "no" }),
    seller,
    "Add the reason “NO”",
  ],
  [
    "unused_step",
    {
      ...small(
        { sum: { type: "compute", config: { formulas: ["f"] } }, ...ends },
        { "start.next": "sum", "sum.next": "yes" },
      ),
      formulas: { f: { title: "F", formula: "1 + 1" } },
    },
    {
      ...small(
        { sum: { type: "compute", config: { formulas: ["f"] } }, ...fork(when({ field: "values.f" }, 2)) },
        { ...forked, "start.next": "sum", "sum.next": "fork" },
      ),
      formulas: { f: { title: "F", formula: "1 + 1" } },
    },
    "Remove the step",
  ],
  ["unused_value", rules({ values: { limit: { value: 5 } } }), rules({}), "Remove the value"],
  [
    "unused_reason_code",
    small({ yes: ends["yes"]! }, { "start.next": "yes" }),
    small({ no: ends["no"]! }, { "start.next": "no" }),
    "Remove it",
  ],
  ["unused_queue", small(ends, { "start.next": "yes" }), seller, "Remove it"],
  [
    "unused_outcome",
    small(ends, { "start.next": "yes" }),
    { ...seller, outcomes: seller.outcomes.filter(({ kind }) => kind !== "review") },
    "Remove it",
  ],
  ["unused_form", { ...small(ends, { "start.next": "yes" }), forms: seller.forms }, seller, "Remove it"],
];

describe.each(planted)("%s", (code, faulty, clean, title) => {
  it("is seen where it is, and only there", () => {
    expect(coded(partsOf(faulty).document, code).length).toBeGreaterThan(0);
    expect(coded(partsOf(clean).document, code)).toEqual([]);
  });

  it(title === undefined ? "is left to people" : `is mended by “${title}”`, () => {
    const parts = partsOf(faulty);
    const fixes = coded(parts.document, code).map((problem) => fixOf(parts, [problem]));
    expect(fixes.map((fix) => fix?.title)).toContain(title);
  });
});

/** What every fix promises, whatever the document. */
function keepsItsWord(parts: DraftParts): number {
  const before = problemsIn(parts.document);
  const words = (of: typeof before) => of.map(({ code, message }) => `${code} ${message}`);
  let fixed = 0;
  for (const problem of before) {
    const fix = fixOf(parts, [problem]);
    if (!fix) continue;
    fixed++;
    const after = problemsIn(fix.parts.document);
    const own = `${problem.code} ${problem.message}`;
    const times = (of: readonly string[], one: string) => of.filter((other) => other === one).length;
    expect(times(words(after), own), own).toBeLessThan(times(words(before), own));
    const errors = words(after.filter(({ severity }) => severity === "error"));
    for (const error of errors) expect(times(errors, error)).toBeLessThanOrEqual(times(words(before), error));
    expect(workflowDocument.safeParse(fix.parts.document).error?.issues ?? []).toEqual([]);
    expect(fix.title.length).toBeGreaterThan(0);
    expect(fix.words.length).toBeLessThanOrEqual(200);
  }
  return fixed;
}

test("a fix mends what it says, makes no error and leaves a document: in every planted fault", () => {
  for (const [, faulty] of planted) keepsItsWord(partsOf(faulty));
});

test("and in any document", () => {
  let fixed = 0;
  fc.assert(
    fc.property(randomDocument, (input) => {
      fixed += keepsItsWord(partsOf(input));
    }),
    { numRuns: 40 },
  );
  expect(fixed).toBeGreaterThan(20);
});

test("several of a kind are mended with one click", () => {
  const parts = partsOf(
    small(
      { a: http, b: http, review, ...ends },
      {
        "start.next": "a",
        "a.done": "b",
        "b.done": "review",
        "review.approved": "yes",
        "review.declined": "no",
        "review.sent_back": "no",
      },
    ),
  );
  const failures = coded(parts.document, "unhandled_failure");
  expect(failures).toHaveLength(2);
  const fix = fixOf(parts, failures);
  expect(fix?.title).toBe("Send all to “review”");
  expect(coded(fix!.parts.document, "unhandled_failure")).toEqual([]);
});
