import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor, Context } from "@/server/context";
import { eraseParty } from "@/server/parties/erase";
import { driveRun } from "@/server/runs/drive";
import { signalRun } from "@/server/runs/signal";
import { openWaitOf } from "@/server/testing/case-file";
import { as, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { registryDocument, smallDocument } from "@/server/testing/run-documents";
import {
  publishedWorkflow,
  runFor,
  sandboxConnections,
  settleProcess,
  stopJobsAfterAll,
} from "@/server/testing/runs";
import { decide } from "./decide";
import { explainDecision } from "./explain";
import { createDecisionInput } from "./schema";
import { decisionWhy } from "./why/schema";

let database: TestDatabase;
let ctx: Context;
let ada: Context;

const field = (name: string) => ({ field: `input.${name}` });
const reasonCode = (priority: number, applicant: string, staff: string) => ({ priority, applicant, staff });

/** Everything that decides, once: rules, a table, a scorecard, a formula, a branch. */
const merchant = () => ({
  ...smallDocument(
    "merchant",
    {
      start: {
        type: "decision_start",
        config: {
          fields: [
            { path: "input.signUps", title: "Other sign-ups on this device in 30 days", type: "number" },
            { path: "input.dateOfBirth", title: "Date of birth", type: "date" },
            { path: "input.country", title: "Country", type: "country" },
            { path: "input.months", title: "Months trading", type: "number" },
            { path: "input.volume", title: "Monthly volume", type: "money" },
          ],
        },
      },
      rules: { type: "rules", config: { ruleSet: "device" } },
      pricing: { type: "decision_table", config: { table: "pricing" } },
      score: { type: "scorecard", config: { scorecard: "risk" } },
      exposure: { type: "compute", config: { formulas: ["exposure"] } },
      large: {
        type: "branch",
        config: {
          by: "conditions",
          branches: [
            {
              key: "large",
              title: "Large",
              when: {
                id: "x",
                op: ">",
                left: { field: "values.exposure" },
                right: { value: { amount: 1, currency: "EUR" } },
              },
            },
          ],
        },
      },
      done: {
        type: "end",
        config: { outcome: "proposed", outputs: { delay: { field: "values.delay" } } },
      },
    },
    {
      "start.next": "rules",
      "rules.next": "pricing",
      "pricing.matched": "score",
      "pricing.no_match": "score",
      "pricing.unknown": "score",
      "score.next": "exposure",
      "exposure.next": "large",
      "large.large": "done",
      "large.otherwise": "done",
    },
  ),
  rules: {
    device: {
      title: "Device and person",
      rules: [
        {
          code: "R21",
          title: "Many sign-ups",
          when: { id: "a", op: ">", left: field("signUps"), right: { value: 3 } },
          outcome: "decline",
          points: 20,
          reasonCode: "DEVICE",
        },
        {
          code: "R22",
          title: "Under age",
          when: { id: "b", op: "<", left: { ageInYears: field("dateOfBirth") }, right: { value: 18 } },
          outcome: "decline",
          reasonCode: "AGE",
        },
        {
          code: "R23",
          title: "A country we do not serve",
          when: { id: "c", op: "in", left: field("country"), right: { value: ["KP"] } },
          outcome: "decline",
          reasonCode: "COUNTRY",
        },
      ],
    },
  },
  tables: {
    pricing: {
      title: "Payout delay",
      hitPolicy: "first" as const,
      inputs: [{ key: "months", path: "input.months", type: "number" as const, title: "Months trading" }],
      outputs: [
        { key: "delay", title: "Delay", kind: "value" as const, type: "number" as const },
        { key: "code", title: "Reason", kind: "reason_code" as const },
        { key: "outcome", title: "Outcome", kind: "outcome" as const },
      ],
      rows: [
        { when: { months: "< 12" }, set: { delay: 10, code: "YOUNG", outcome: "decline" } },
        { when: { months: ">= 12" }, set: { delay: 5 } },
      ],
    },
  },
  scorecards: {
    risk: {
      title: "Risk",
      factors: [
        {
          key: "months",
          path: "input.months",
          type: "number" as const,
          title: "Months trading",
          bands: [{ when: "< 12", points: 15, reasonCode: "YOUNG" }],
          missing: { points: 20 },
          otherwise: { points: 0 },
        },
      ],
      bands: [
        { key: "low", title: "Low" },
        { key: "high", title: "High", from: 10 },
      ],
    },
  },
  formulas: {
    exposure: {
      title: "Exposure",
      formula: {
        op: "multiply" as const,
        left: { op: "field" as const, field: "input.volume" },
        right: { op: "value" as const, value: 2 },
      },
      rounding: {},
    },
  },
  reasonCodes: {
    DEVICE: reasonCode(2, "We could not approve this sign-up.", "Many sign-ups on one device."),
    AGE: reasonCode(1, "You have to be of age.", "Under 18."),
    COUNTRY: reasonCode(3, "We do not serve this country.", "Country not served."),
    YOUNG: reasonCode(4, "We could not approve this sign-up.", "Trading for less than a year."),
    NO_ANSWER: reasonCode(10, "We need a little longer.", "The registry gave no answer."),
  },
});

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  ada = await joinAs(ctx, "admin", "Ada");
  await sandboxConnections(ctx);
  await publishedWorkflow(ctx, merchant() as never);
});
afterAll(() => database.close());
stopJobsAfterAll();

async function decided(input: object): Promise<string> {
  const answer = await decide(
    ctx,
    createDecisionInput.parse({ workflow: "merchant", input, party: { name: "Acme Ltd" } }),
  );
  if (answer.status !== "decided") throw new Error("not decided");
  return answer.id;
}
const young = { signUps: 4, country: "DE", months: 7, volume: { amount: "500.00", currency: "EUR" } };

describe("why a decision is what it is", () => {
  it("says what fired, with value, limit, source and time", async () => {
    const why = await explainDecision(ada, { id: await decided(young) });
    expect(decisionWhy.parse(why)).toEqual(why);
    expect(why.summary).toBe(
      "Decline, by the workflow on its own: many sign-ups on one device. 1 more reason.",
    );
    const [rules, branch] = why.rules;
    const [first] = rules!.rules;
    expect(first).toMatchObject({
      code: "R21",
      status: "fired",
      sentence: "Fired: R21, 4 other sign-ups on this device in 30 days; the limit is 3.",
      outcome: "Decline",
      points: 20,
      tests: [
        {
          value: "4",
          test: "is more than",
          limit: "3",
          result: "true",
          sources: [{ title: "The request", kind: "request", at: ctx.at.toISOString() }],
        },
      ],
    });
    expect(branch).toMatchObject({ kind: "branch", title: "large", rules: [{ status: "fired" }] });
    expect(branch!.rules[0]!.tests[0]!.sources).toMatchObject([{ title: "exposure", kind: "value" }]);
  });

  it("says what did not fire, and names what was not known and where it would have come from", async () => {
    const { rules } = await explainDecision(ada, { id: await decided(young) });
    const of = (status: string) => rules[0]!.rules.filter((rule) => rule.status === status);
    expect(of("not_fired").map((rule) => rule.sentence)).toEqual([
      "Did not fire: R23, Country is Germany, which is not one of North Korea.",
    ]);
    expect(of("unknown")).toMatchObject([
      {
        sentence: "Could not be told: R22, age by Date of birth is not known.",
        tests: [{ needed: ["Needed: Date of birth, from the request. It came without it."] }],
      },
    ]);
  });

  it("says which rows and bands counted, what was missing there, and which values were set", async () => {
    const why = await explainDecision(ada, { id: await decided(young) });
    expect(why.tables).toMatchObject([
      {
        part: "Payout delay",
        rows: [1],
        openRows: [],
        of: 2,
        seen: [{ title: "Months trading", value: "7" }],
      },
    ]);
    expect(why.scorecards).toMatchObject([
      { part: "Risk", total: 15, band: "High", factors: [{ value: "7", points: 15, band: "< 12" }] },
    ]);
    expect(why.values.map(({ key, value, by, isOutput }) => [key, value, by, isOutput])).toEqual(
      expect.arrayContaining([
        ["delay", "10", "pricing", true],
        ["exposure", "EUR 1,000.00", "exposure", false],
      ]),
    );
    const { months: _, volume: __, ...without } = young;
    const open = await explainDecision(ada, { id: await decided(without) });
    expect(open.tables[0]).toMatchObject({
      rows: [],
      openRows: [1, 2],
      seen: [{ isMissing: true, needed: ["Needed: Months trading, from the request. It came without it."] }],
    });
    expect(open.scorecards[0]?.factors[0]).toMatchObject({ band: "missing", points: 20, isMissing: true });
    expect(open.rules[1]!.rules[0]).toMatchObject({
      status: "unknown",
      tests: [{ needed: ["Needed: Exposure, a computed value. “exposure” could not tell it."] }],
    });
  });

  it("keeps the applicant's words apart: the first by priority, none twice", async () => {
    const why = await explainDecision(ada, { id: await decided({ ...young, dateOfBirth: "2015-01-01" }) });
    expect(why.reasons.map(({ code, isListed, from }) => [code, isListed, from])).toEqual([
      ["AGE", true, ["R22, Under age"]],
      ["DEVICE", true, ["R21, Many sign-ups"]],
      ["YOUNG", false, ["Risk, Months trading", "Payout delay"]],
    ]);
    expect(why.notice).toEqual({
      most: 4,
      reasons: ["You have to be of age.", "We could not approve this sign-up."],
    });
  });

  it("tells a vendor's answer with its source, and the person's part", async () => {
    const workflow = await publishedWorkflow(ctx, { ...registryDocument(), key: "registry_why" });
    await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
      values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]') on conflict do nothing`;
    const { runId } = await runFor(ctx, workflow, { number: "12345650" });
    await driveRun(ctx, { runId, now: () => new Date(ctx.at.getTime() + 900_000) });
    const payload = { verdict: "decline", reasonCodes: ["NO_ANSWER"], by: [ada.actor.id], items: [] };
    await signalRun(ctx, { runId, waitKey: await openWaitOf(ctx, runId), key: "ver_1", payload });
    const [row] = await database.owner<{ id: string }[]>`select id from decisions where run_id = ${runId}`;
    const why = await explainDecision(ada, { id: row!.id });
    expect(why.answers).toMatchObject([{ node: "registry", status: "no_answer" }]);
    expect(why.decidedBy).toEqual(["Ada"]);
    expect(why.summary).toBe("Decline, by Ada: the registry gave no answer.");
    expect(why.case).toMatch(/^case_/);
    const clear = await runFor(ctx, workflow, { number: "12345600" });
    await driveRun(ctx, { runId: clear.runId, now: () => ctx.at });
    const [other] = await database.owner<
      { id: string }[]
    >`select id from decisions where run_id = ${clear.runId}`;
    const [branch] = (await explainDecision(ada, { id: other!.id })).rules;
    expect(branch).toMatchObject({ kind: "branch", title: "found" });
    expect(branch!.rules[0]!.tests[0]!.sources).toMatchObject([
      { title: "registry", kind: "step", by: "Sandbox registry", at: ctx.at.toISOString() },
    ]);
  });
});

describe("who may read why", () => {
  const developer: Actor = {
    ...{ kind: "member", id: "mem_dev", userId: "usr_1", sessionId: "ses_1", role: "developer", name: "Dev" },
  };

  it("seals every value for whoever may not read the party", async () => {
    const why = await explainDecision(as(ctx, developer), {
      id: await decided({ ...young, dateOfBirth: "1980-05-02" }),
    });
    expect(why.isSealed).toBe(true);
    expect(why.rules[0]!.rules[0]).toMatchObject({
      sentence: "Fired: R21, Many sign-ups.",
      tests: [
        {
          value: null,
          limit: "3",
          sentence: "Other sign-ups on this device in 30 days: sealed for your role.",
        },
      ],
    });
    expect(why).toMatchObject({ outputs: {}, score: null });
    expect(why.values.every(({ value }) => value === null)).toBe(true);
    expect(JSON.stringify(why)).not.toMatch(/Germany|1980|1,000\.00/);
  });

  it("is for this workspace only, and of an erased party keeps the fact", async () => {
    const id = await decided(young);
    const other = await joinAs(await database.workspace(), "admin", "Eve");
    await expect(explainDecision(other, { id })).rejects.toMatchObject({ code: "not_found" });
    const [party] = await database.owner<{ id: string; name: string }[]>`
      select p.id, p.name from parties p join decisions d on d.party_id = p.id where d.id = ${id}`;
    await eraseParty(ada, { partyId: party!.id, confirmName: party!.name, reason: "asked for it" });
    const why = await explainDecision(ada, { id });
    expect(why).toMatchObject({ isErased: true, outcome: { key: "decline" }, rules: [], values: [] });
    expect(why.reasons.map(({ code }) => code)).toEqual(["DEVICE", "YOUNG"]);
  });
});
