import { Validator } from "@cfworker/json-schema";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { orderCheck } from "@/db/seed/templates/order-check";
import { answerApi } from "@/server/api/answer-api";
import type { Context } from "@/server/context";
import { addEntry } from "@/server/lists/add-entry";
import { createList } from "@/server/lists/create";
import { addEntryInput, createListInput } from "@/server/lists/schema";
import { keyHeaders, ORIGIN } from "@/server/testing/callers";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { publishedWorkflow, settleProcess } from "@/server/testing/runs";
import type { ApiScope } from "@/server/workspaces/policy";
import { MAX_TESTS } from "./core/size";

let database: TestDatabase;
let ctx: Context;
let headers: Headers;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = { ...(await database.workspace()), at: new Date() };
  headers = await keyHeaders(ctx, ["workflows.view"]);
  await publishedWorkflow(ctx, orderCheck);
});
afterAll(() => database.close());

/** What any of the answers may say; each test says which. */
interface Answer {
  [field: string]: unknown;
  errors?: { path: string; message: string }[];
}

async function evaluate(body: unknown, as: Headers = headers) {
  const sent = new Headers(as);
  sent.set("content-type", "application/json");
  const response = await answerApi(
    new Request(`${ORIGIN}/api/v1/rules/evaluate`, {
      method: "POST",
      headers: sent,
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, answer: (await response.json()) as Answer };
}
const withScopes = (of: Context, ...scopes: ApiScope[]) => keyHeaders(of, scopes);
const test1 = (id: string, field = "input.x") => ({ id, op: "=", left: { field }, right: { value: 1 } });
const oneRule = (when: unknown) => ({
  title: "One",
  rules: [{ code: "ONE", title: "One", when, outcome: "stop" }],
});
const places = (answer: { errors?: { path: string; message: string }[] }) =>
  answer.errors?.map(({ path }) => path);

describe("rules in the request", () => {
  it("fire on true only, and what is missing is named", async () => {
    const ruleSet = oneRule(test1("t"));
    const asked = (input: object) => evaluate({ ruleSet, data: { input } });
    expect((await asked({ x: 1 })).answer).toMatchObject({
      outcome: "stop",
      fired: [{ code: "ONE" }],
      unknown: [],
    });
    expect((await asked({ x: 2 })).answer).toMatchObject({
      outcome: null,
      fired: [],
      unknown: [],
      trace: { results: "f" },
    });
    expect((await asked({})).answer).toMatchObject({
      outcome: null,
      fired: [],
      unknown: [{ code: "ONE", sentence: "Could not be told: ONE, x is not known." }],
      trace: { results: "u" },
    });
  });

  it("may be a table, a scorecard or a formula, each with what it saw", async () => {
    const amount = { key: "amount", path: "input.amount", type: "number" };
    const table = {
      title: "By amount",
      hitPolicy: "first",
      inputs: [amount],
      outputs: [{ key: "fee", title: "Fee", kind: "value", type: "number" }],
      rows: [{ when: { amount: "< 10" }, set: { fee: 1 } }],
      otherwise: { fee: 2 },
    };
    const scorecard = {
      title: "Score",
      base: 5,
      factors: [
        {
          ...amount,
          title: "Amount",
          bands: [{ when: "< 10", points: 10 }],
          missing: { points: 3 },
          otherwise: { points: 0 },
        },
      ],
      bands: [{ key: "low", title: "Low", outcome: "pass" }],
    };
    const formula = { title: "Third", formula: "input.amount / 3", rounding: { decimals: 2 } };
    const data = { input: { amount: 7 } };
    expect((await evaluate({ table, data })).answer).toMatchObject({
      kind: "table",
      values: { fee: 1 },
      trace: { matched: [1] },
    });
    expect((await evaluate({ scorecard, data })).answer).toMatchObject({
      kind: "scorecard",
      points: 15,
      outcome: "pass",
    });
    expect((await evaluate({ scorecard, data: {} })).answer).toMatchObject({
      points: 8,
      trace: { factors: [{ band: "missing" }] },
    });
    expect((await evaluate({ formula, data })).answer).toMatchObject({
      kind: "formula",
      values: { value: 2.33 },
    });
    expect((await evaluate({ formula, data: {} })).answer).toMatchObject({
      values: { value: null },
      trace: { reason: "missing" },
    });
  });

  it("are told at the time that is asked for", async () => {
    const ruleSet = oneRule({
      id: "age",
      op: "≥",
      left: { ageInYears: { field: "input.born" } },
      right: { value: 18 },
    });
    const asked = async (at: string) =>
      (await evaluate({ ruleSet, data: { input: { born: "2008-11-25" } }, at, timeZone: "Europe/Berlin" }))
        .answer.outcome;
    expect(await asked("2026-11-24T22:59:00Z")).toBeNull();
    // Midnight in Berlin.
    expect(await asked("2026-11-24T23:00:00Z")).toBe("stop");
  });
});

describe("rules of a published workflow", () => {
  const kind = (["rules", "tables", "scorecards", "formulas"] as const).find(
    (shelf) => Object.keys(orderCheck[shelf] ?? {}).length > 0,
  )!;
  const use = {
    kind: { rules: "ruleSet", tables: "table", scorecards: "scorecard", formulas: "formula" }[kind],
    key: Object.keys(orderCheck[kind] ?? {})[0]!,
  };

  it("are named by workflow, version and key, and speak in the words of that version", async () => {
    const { status, answer } = await evaluate({
      workflow: "order_check",
      version: 1,
      use,
      data: { input: {} },
    });
    expect(status).toBe(200);
    expect(answer).toMatchObject({ workflow: "order_check", version: 1, kind: use.kind });
    expect((await evaluate({ workflow: "order_check", use, data: {} })).answer.version).toBe(1);
  });

  it("that do not exist are named", async () => {
    expect(await evaluate({ workflow: "nothing", use, data: {} })).toMatchObject({ status: 404 });
    expect(await evaluate({ workflow: "order_check", version: 9, use, data: {} })).toMatchObject({
      status: 404,
    });
    const { status, answer } = await evaluate({
      workflow: "order_check",
      use: { ...use, key: "nothing" },
      data: {},
    });
    expect([status, places(answer)]).toEqual([400, ["use.key"]]);
  });

  it("of another workspace are not there, and a key needs its scope", async () => {
    const other = { ...(await database.workspace()), at: new Date() };
    const asked = { workflow: "order_check", use, data: {} };
    expect(await evaluate(asked, await withScopes(other, "workflows.view"))).toMatchObject({ status: 404 });
    expect(await evaluate(asked, await withScopes(ctx, "decisions.create"))).toMatchObject({ status: 403 });
    expect(await evaluate(asked, new Headers())).toMatchObject({ status: 401 });
  });
});

describe("rules that ask a list of the workspace", () => {
  const asks = (listKey: string) =>
    oneRule({ id: "t", op: "in_list", left: { field: "input.device" }, listKey });

  it("are told what stands on it, with the scope for lists, and told when there is none", async () => {
    const manager = {
      ...(await joinAs(ctx, "risk_manager", "Mira Novak")),
      at: new Date(Date.now() - 60_000),
    };
    await createList(manager, createListInput.parse({ key: "devices", title: "Devices", kind: "text" }));
    await addEntry(manager, addEntryInput.parse({ key: "devices", value: "d-1", reason: "seen before" }));
    const both = await withScopes(ctx, "workflows.view", "lists.view");
    const asked = (device: string, listKey = "devices") => ({
      ruleSet: asks(listKey),
      data: { input: { device } },
    });
    expect((await evaluate(asked("d-1"), both)).answer).toMatchObject({ outcome: "stop" });
    expect((await evaluate(asked("d-2"), both)).answer).toMatchObject({ outcome: null, unknown: [] });
    expect(await evaluate(asked("d-1"))).toMatchObject({ status: 403 });
    expect(await evaluate(asked("d-1", "nothing"), both)).toMatchObject({ status: 400 });
  });
});

describe("a request that cannot be answered", () => {
  const ruleSet = oneRule(test1("t"));
  test.each<[string, object, string[]]>([
    ["names nothing", {}, ["ruleSet"]],
    ["names two things", { ruleSet, formula: { title: "F", formula: "1" } }, ["formula"]],
    ["names a version of nothing", { version: 1, ruleSet }, ["workflow"]],
    [
      "names a workflow and brings rules",
      { workflow: "order_check", use: { kind: "ruleSet", key: "main" }, ruleSet },
      ["ruleSet"],
    ],
    ["names a workflow and nothing of it", { workflow: "order_check" }, ["use"]],
    ["has no such time", { ruleSet, at: "yesterday" }, ["at"]],
    ["has no such zone", { ruleSet, timeZone: "Mars/Base" }, ["timeZone"]],
    [
      "has an operator that is none",
      { ruleSet: oneRule({ ...test1("t"), op: "eval" }) },
      ["ruleSet.rules.0.when.op"],
    ],
    ["has a formula that does not read", { formula: { title: "F", formula: "1 +" } }, ["formula.formula"]],
  ])("because it %s says where", async (_, body, expected) => {
    const { status, answer } = await evaluate({ data: {}, ...body });
    expect([status, places(answer)]).toEqual([400, expected]);
  });
});

/* What bounds each of these is counted or refused before it is worked on: no clock is read. */
describe("hostile rules", () => {
  it("of ten thousand conditions are refused, with the place and the limit", async () => {
    const group = (n: number) => ({
      id: `g${n}`,
      op: "any",
      of: Array.from({ length: 200 }, (_, i) => test1(`t${i}`)),
    });
    const ruleSet = {
      title: "Many",
      rules: Array.from({ length: 50 }, (_, i) => ({ ...oneRule(group(i)).rules[0], code: `R${i}` })),
    };
    const { status, answer } = await evaluate({ ruleSet, data: {} });
    expect(status).toBe(400);
    expect(answer.errors).toEqual([
      {
        path: "ruleSet",
        code: "custom",
        message: `This rule set has more than ${MAX_TESTS.toLocaleString("en")} tests. Make several of it, or a decision table.`,
      },
    ]);
  });

  it("of 500 levels are refused", async () => {
    let deep: object = test1("t");
    for (let i = 0; i < 500; i++) deep = { id: `g${i}`, op: "all", of: [deep] };
    const { status, answer } = await evaluate({ ruleSet: oneRule(deep), data: {} });
    expect([status, answer.detail ?? answer.title]).toEqual([
      400,
      expect.stringMatching(/at most 32 levels/),
    ]);
  });

  it("of ten megabytes are refused", async () => {
    const rows = Array.from({ length: 2000 }, () => ({ when: { amount: "x".repeat(5000) }, set: {} }));
    const { status, answer } = await evaluate({ table: { rows }, data: {} });
    expect([status, answer.detail ?? answer.title]).toEqual([413, expect.stringMatching(/1024 KB/)]);
  });

  it("with a pattern over a text without end, or lists over lists, are unknown", async () => {
    const pattern = oneRule({
      id: "m",
      op: "matches",
      left: { field: "input.text" },
      right: { value: "(\\pL{1,30}){16}$" },
    });
    const long = await evaluate({ ruleSet: pattern, data: { input: { text: "a".repeat(100_000) } } });
    expect(long.answer.unknown).toMatchObject([
      { sentence: expect.stringContaining("there is too much to look through") },
    ]);
    const list = Array.from({ length: 9000 }, () => 0);
    const nested = oneRule({
      ...{ id: "a", op: "some", list: "input.list" },
      where: {
        id: "b",
        op: "some",
        list: "input.list",
        where: { id: "c", op: "=", left: { field: "item" }, right: { value: 1 } },
      },
    });
    const over = await evaluate({ ruleSet: nested, data: { input: { list } } });
    expect(over.status).toBe(200);
    expect(over.answer.fired).toEqual([]);
  });
});

describe("the schema of rules", () => {
  const read = (as: Headers) => answerApi(new Request(`${ORIGIN}/api/v1/schemas/rule-v1`, { headers: as }));

  it("stands at one address, and says yes to rules and no to what is none", async () => {
    const response = await read(headers);
    expect(response.headers.get("content-type")).toBe("application/schema+json");
    const schema = await response.json();
    expect(schema.$id).toMatch(/\/api\/v1\/schemas\/rule-v1$/);
    const validator = new Validator(schema, "2020-12", false);
    const valid = (value: unknown) => validator.validate(value).valid;
    expect(valid({ format: "rule/v1", ruleSet: oneRule(test1("t")) })).toBe(true);
    expect(valid({ format: "rule/v1", ruleSet: oneRule({ ...test1("t"), op: "eval" }) })).toBe(false);
    expect(valid({ format: "rule/v2" })).toBe(false);
    for (const shelf of ["rules", "tables", "scorecards"] as const)
      for (const one of Object.values(orderCheck[shelf] ?? {}))
        expect(
          valid({
            format: "rule/v1",
            [{ rules: "ruleSet", tables: "table", scorecards: "scorecard" }[shelf]]: one,
          }),
        ).toBe(true);
  });

  it("needs a key", async () => {
    expect((await read(new Headers())).status).toBe(401);
  });
});
