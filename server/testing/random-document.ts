import fc from "fast-check";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";

/** Any document of workflow/v1 with every part in it, out of few names: so that two of them share much and differ in much. */

const key = fc.constantFrom("a", "b", "c", "d");
const title = fc.constantFrom("One", "Two", "Three", "Vier – ζ");
const points = fc.integer({ min: -20, max: 20 });
const outcomeKey = fc.constantFrom("approve", "review", "decline");
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const some = <T>(of: fc.Arbitrary<T>) => fc.dictionary(key, of, { maxKeys: 4, noNullPrototype: true });
const listOf = <T>(of: fc.Arbitrary<T>, by: (one: T) => string, minLength = 0) =>
  fc.uniqueArray(of, { selector: by, minLength, maxLength: 4 });

const condition = fc.record({
  id: fc.constant("c"),
  op: fc.constantFrom("<" as const, ">" as const, "=" as const),
  left: fc.record({ field: fc.constantFrom("input.amount", "values.total") }),
  right: fc.record({ value: fc.integer({ min: 0, max: 9 }) }),
});

const node = fc.oneof(
  fc.record({ outcome: outcomeKey }).map((config) => ({ type: "end", config })),
  fc
    .record({ queue: key, fourEyes: fc.constantFrom("none", "approve") })
    .map((config) => ({ type: "review", config })),
  fc.record({ ruleSet: key }).map((config) => ({ type: "rules", config })),
  fc
    .array(fc.record({ key, title, when: condition }), { minLength: 1, maxLength: 3 })
    .map((branches) => ({ type: "branch", config: { by: "conditions", branches } })),
  fc.dictionary(key, fc.jsonValue({ maxDepth: 2 })).map((config) => ({ type: "not_known", config })),
);
const nodes = some(
  fc.tuple(node, title).map(([{ type, config }, title]) => ({ type, version: 1, title, config })),
);

const rule = fc.record({
  code: fc.constantFrom("R1", "R2", "R3", "R4"),
  title,
  when: condition,
  outcome: maybe(outcomeKey),
  points: maybe(points),
  reasonCode: maybe(fc.constantFrom("X", "Y")),
  enabled: fc.boolean(),
});
const ruleSet = fc.record({
  title,
  mode: fc.constantFrom("all" as const, "first" as const),
  rules: listOf(rule, ({ code }) => code),
  otherwise: maybe(outcomeKey),
});

const row = fc.record({
  when: fc.record({ size: fc.constantFrom("< 1", "[1..5]", "> 5", "-") }),
  set: fc.record({ limit: points }),
  note: maybe(title),
});
const table = fc.record({
  title,
  hitPolicy: fc.constantFrom("first" as const, "any" as const),
  inputs: title.map((title) => [{ key: "size", title, path: "input.amount", type: "number" as const }]),
  outputs: title.map((title) => [{ key: "limit", title, kind: "points" as const }]),
  rows: fc.array(row, { maxLength: 8 }),
  otherwise: maybe(fc.record({ limit: points })),
});

const worth = fc.record({ points });
const scorecard = fc.record({
  title,
  base: points,
  factors: listOf(
    fc.record({
      ...{ key, title, path: fc.constant("input.amount"), type: fc.constant("number" as const) },
      bands: fc.array(fc.record({ when: fc.constantFrom("< 1", "> 5"), points }), {
        minLength: 1,
        maxLength: 3,
      }),
      ...{ missing: worth, otherwise: worth },
    }),
    ({ key }) => key,
    1,
  ),
  bands: listOf(fc.record({ key, title, outcome: maybe(outcomeKey) }), ({ key }) => key, 1).map((bands) =>
    bands.map((band, i) => (i === 0 ? band : { ...band, from: i * 10 })),
  ),
});

const field = fc.oneof(
  fc.record({ type: fc.constant("string"), title, enum: maybe(fc.subarray(["DE", "GB"], { minLength: 1 })) }),
  fc.record({ type: fc.constant("number"), title, "x-visibleWhen": maybe(condition) }),
  some(fc.record({ type: fc.constant("string"), title })).map((properties) => ({
    ...{ type: "array", title: "People" },
    items: { type: "object", properties },
  })),
);
const form = fc.record({
  key,
  title,
  pages: listOf(
    fc.record({
      ...{ key, title },
      schema: fc.tuple(some(field), fc.subarray(["a", "b", "c"])).map(([properties, required]) => ({
        ...{ type: "object", properties, required },
      })),
    }),
    ({ key }) => key,
    1,
  ),
});

/** Keys in an order of their own: as text, two documents that say the same may differ. */
const shuffled = <T extends object>(of: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  of.chain((value) =>
    fc
      .shuffledSubarray(Object.keys(value), { minLength: Object.keys(value).length })
      .map((keys) => Object.fromEntries(keys.map((one) => [one, value[one as keyof T]])) as T),
  );

export const randomDocument: fc.Arbitrary<WorkflowDocumentInput> = shuffled(
  fc.record({
    format: fc.constant("workflow/v1" as const),
    key: fc.constant("random"),
    title,
    description: title,
    outcomes: fc
      .shuffledSubarray(["approve", "review", "decline"], { minLength: 1 })
      .map((keys) => keys.map((key) => ({ key, title: key, kind: "neutral" as const }))),
    nodes: shuffled(nodes),
    // Twice the same way out is a fault that a draft may have.
    edges: fc.array(fc.record({ from: key, outlet: fc.constantFrom("next", "other"), to: key }), {
      maxLength: 6,
    }),
    rules: some(ruleSet),
    tables: some(table),
    scorecards: some(scorecard),
    formulas: some(
      fc.record({
        title,
        formula: fc.constantFrom("input.amount * 2", "input.amount + 1"),
        unit: maybe(title),
      }),
    ),
    forms: some(form),
    reasonCodes: fc.dictionary(
      fc.constantFrom("X", "Y"),
      fc.record({ applicant: title, staff: title, priority: fc.integer({ min: 1, max: 9 }) }),
      { noNullPrototype: true },
    ),
    texts: some(title),
    settings: fc.record({
      partyKind: fc.constantFrom("person" as const, "business" as const),
      visitLimit: fc.integer({ min: 1, max: 30 }),
      party: fc.record({ name: title, country: title, reference: maybe(title) }),
      queues: some(fc.record({ title, slaHours: fc.integer({ min: 1, max: 9 }) })),
      documentTypes: some(fc.record({ title, help: title })),
    }),
  }),
) as fc.Arbitrary<WorkflowDocumentInput>;

/** What stands in a row: a step that waits, a list gone through, or two branches side by side. */
type Row = readonly Piece[];
type Piece = { is: "wait" } | { is: "each"; body: Row } | { is: "split"; branches: readonly [Row, Row] };

const { row: pieces } = fc.letrec<{ row: Row; piece: Piece }>((tie) => ({
  row: fc.array(tie("piece"), { maxLength: 3 }),
  piece: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Piece>({ is: "wait" }),
    tie("row").map((body): Piece => ({ is: "each", body })),
    fc.tuple(tie("row"), tie("row")).map((branches): Piece => ({ is: "split", branches })),
  ),
}));

/** Any sound policy of waits, bodies and branches inside one another. */
export const randomBodies: fc.Arbitrary<WorkflowDocumentInput> = pieces.map((row) => {
  const nodes: WorkflowDocumentInput["nodes"] = {};
  const edges: WorkflowDocumentInput["edges"] = [];
  let count = 0;
  const add = (type: string, config: Record<string, unknown>) => {
    const key = `${type}_${++count}`;
    nodes[key] = { type, version: 1, title: key, config };
    return key;
  };
  type Outlets = readonly { from: string; outlet: string }[];
  const lead = (outlets: Outlets, to: string) => {
    for (const { from, outlet } of outlets) edges.push({ from, outlet, to });
  };
  /** Puts a row behind outlets and answers those behind it. */
  const put = (after: Outlets, row: Row): Outlets =>
    row.reduce<Outlets>((now, piece) => {
      if (piece.is === "wait") {
        const key = add("wait", { for: "signal", name: "go" });
        lead(now, key);
        return [{ from: key, outlet: "received" }];
      }
      if (piece.is === "each") {
        const key = add("for_each", { list: "input.people[]" });
        lead(now, key);
        lead(put([{ from: key, outlet: "each" }], piece.body), add("item_end", {}));
        return [{ from: key, outlet: "done" }];
      }
      const ways = ["left", "right"];
      const key = add("split", { branches: ways.map((way) => ({ key: way, title: way })) });
      lead(now, key);
      const ends = piece.branches.flatMap((branch, i) => put([{ from: key, outlet: ways[i]! }], branch));
      const join = add("join", { split: key });
      lead(ends, join);
      return [{ from: join, outlet: "joined" }];
    }, after);
  lead(put([{ from: add("decision_start", {}), outlet: "next" }], row), add("end", { outcome: "approve" }));
  return {
    ...{ format: "workflow/v1", key: "bodies", title: "Bodies", nodes, edges },
    outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
    settings: { partyKind: "person", party: { name: "input.name", country: "input.country" } },
  };
});
