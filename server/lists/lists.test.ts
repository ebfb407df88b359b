import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { inTransaction } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { addEntry } from "./add-entry";
import { archiveList } from "./archive";
import { changeList } from "./change";
import { changeEntry } from "./change-entry";
import { checkLists } from "./check";
import { createList } from "./create";
import { decideListChange } from "./decide-change";
import { exportEntries } from "./export";
import { getList } from "./get";
import { getListChange } from "./get-change";
import { getEntryHistory } from "./get-entry-history";
import { importEntries } from "./import";
import { listChangesOf } from "./list-changes";
import { listEntriesOf } from "./list-entries";
import { lookUp } from "./look-up";
import {
  addEntryInput,
  changeEntryInput,
  createListInput,
  importInput,
  type ListKind,
  listChangesInput,
  listEntriesInput,
} from "./schema";
import { withdrawEntry } from "./withdraw-entry";

let database: TestDatabase;
let manager: Context;
let analyst: Context;
beforeAll(async () => {
  database = await testDatabase();
  const ctx = await database.workspace();
  manager = await joinAs(ctx, "risk_manager", "Mira Novak");
  analyst = await joinAs(ctx, "analyst", "Lena Brandt");
});
afterAll(() => database.close());

const MINUTE = 60_000;
const later = (ctx: Context, minutes: number): Context => ({
  ...ctx,
  at: new Date(ctx.at.getTime() + minutes * MINUTE),
});
let made = 0;
async function newList(more: { kind?: ListKind; needsApproval?: boolean } = {}): Promise<string> {
  const key = `list_${++made}`;
  await createList(manager, createListInput.parse({ key, title: key, kind: "text", ...more }));
  return key;
}
const add = (ctx: Context, key: string, value: string, more: object = {}) =>
  addEntry(ctx, addEntryInput.parse({ key, value, reason: "seen before", ...more }));
const isOn = async (ctx: Context, key: string, value: string | number, at?: Date) =>
  (await checkLists(ctx, { questions: [{ list: key, value }], at }))[0]?.found;
const entriesOf = (ctx: Context, key: string, more: object = {}) =>
  listEntriesOf(ctx, listEntriesInput.parse({ key, ...more }));

describe("a list", () => {
  it("has entries that count between their times, and says who added them", async () => {
    const key = await newList();
    const tomorrow = later(manager, 24 * 60).at.toISOString();
    const { entryId, state } = await add(analyst, key, " Acme  Ltd", { validTo: tomorrow });
    expect(state).toBe("applied");
    expect(await isOn(later(manager, 1), key, "ACME LTD")).toBe(entryId);
    expect(await isOn(later(manager, 1), key, "Acme")).toBe(false);
    expect(await isOn(later(manager, 25 * 60), key, "acme ltd")).toBe(false);
    const { data } = await entriesOf(manager, key);
    expect(data).toMatchObject([{ value: "Acme Ltd", by: "Lena Brandt", owner: "Lena Brandt" }]);
    expect(await getList(manager, { key })).toMatchObject({ entries: 1, waiting: 0, workflows: 0 });
  });

  it("refuses a second list of the key, a value twice, a value of another kind, and times that never come", async () => {
    const key = await newList({ kind: "iban" });
    await expect(
      createList(manager, createListInput.parse({ key, title: "x", kind: "text" })),
    ).rejects.toMatchObject({ code: "conflict", issues: [{ path: "key" }] });
    await add(manager, key, "DE89 3704 0044 0532 0130 00");
    await expect(add(manager, key, "de89370400440532013000")).rejects.toMatchObject({ code: "conflict" });
    await expect(add(manager, key, "DE00")).rejects.toMatchObject({ issues: [{ path: "value" }] });
    await expect(
      add(manager, key, "GB33BUKB20201555555555", { validTo: "2020-01-01T00:00:00Z" }),
    ).rejects.toMatchObject({ issues: [{ path: "validTo" }] });
  });

  it("keeps what was known: changed, withdrawn and added back, every day reads as it was", async () => {
    const key = await newList();
    const { entryId } = await add(manager, key, "acme", { reason: "fraud" });
    await changeEntry(
      later(analyst, 10),
      changeEntryInput.parse({ key, entryId, reason: "fraud, confirmed", validTo: "2100-01-01T00:00:00Z" }),
    );
    await withdrawEntry(later(manager, 20), { key, entryId, reason: "mistaken" });
    const now = later(manager, 30);
    expect(await isOn(now, key, "acme")).toBe(false);
    expect(await isOn(now, key, "acme", later(manager, 19).at)).toBe(entryId);
    expect((await entriesOf(now, key, { state: "withdrawn" })).data).toMatchObject([{ reason: "mistaken" }]);
    await expect(withdrawEntry(now, { key, entryId, reason: "again" })).rejects.toMatchObject({
      code: "conflict",
    });
    const back = await add(later(manager, 40), key, "ACME");
    expect(back.entryId).toBe(entryId);
    expect(await isOn(later(manager, 41), key, "acme")).toBe(entryId);
    const history = await getEntryHistory(later(manager, 41), { key, entryId });
    expect(history.map(({ change, by }) => [change, by])).toEqual([
      ["add", "Mira Novak"],
      ["withdraw", "Mira Novak"],
      ["change", "Lena Brandt"],
      ["add", "Mira Novak"],
    ]);
    expect(
      history
        .slice(1)
        .every(({ knownUntil }, i) => knownUntil?.getTime() === history[i]?.knownSince.getTime()),
    ).toBe(true);
  });

  it("never forgets: the database refuses to change or delete what was known", async () => {
    const key = await newList();
    await add(manager, key, "acme");
    for (const statement of [
      `delete from list_entries`,
      `update list_entries set valid_to = now()`,
      `update list_entries set recorded_from = now()`,
    ])
      await expect(
        database.owner.unsafe(`${statement} where workspace_id = '${manager.workspaceId}'`),
      ).rejects.toThrow(/list entr/);
  });

  it("is found in the audit record without its values", async () => {
    const key = await newList();
    await add(analyst, key, "very secret value");
    const rows = await database.owner`select action, facts::text as facts, actor_id from audit_entries
      where subject_kind = 'list' and workspace_id = ${manager.workspaceId} order by at desc, seq desc`;
    expect(
      rows.some(({ action, actor_id }) => action === "list.entry_added" && actor_id === analyst.actor.id),
    ).toBe(true);
    expect(JSON.stringify(rows)).not.toContain("secret");
  });

  it("is another workspace's nothing", async () => {
    const key = await newList();
    await add(manager, key, "acme");
    const other = await database.workspace();
    await expect(getList(other, { key })).rejects.toMatchObject({ code: "not_found" });
    await expect(isOn(other, key, "acme")).rejects.toMatchObject({ code: "not_found" });
    await createList(other, createListInput.parse({ key, title: "Own", kind: "text" }));
    expect(await isOn(other, key, "acme")).toBe(false);
  });

  it("is put away and brought back with its entries", async () => {
    const key = await newList();
    await add(manager, key, "acme");
    await archiveList(manager, { key, archived: true });
    await expect(add(manager, key, "other")).rejects.toMatchObject({ code: "conflict" });
    await archiveList(manager, { key, archived: false });
    expect(await isOn(later(manager, 1), key, "acme")).toBeTruthy();
  });

  it("pages its entries and finds parts of values and reasons", async () => {
    const key = await newList();
    for (const n of [1, 2, 3, 4, 5]) await add(later(manager, n), key, `Value ${n}`, { reason: `why ${n}` });
    const now = later(manager, 10);
    const first = await entriesOf(now, key, { limit: 2 });
    const second = await entriesOf(now, key, { limit: 2, cursor: first.nextCursor });
    const third = await entriesOf(now, key, { limit: 2, cursor: second.nextCursor });
    expect([first, second, third].flatMap(({ data }) => data.map(({ value }) => value))).toEqual(
      [5, 4, 3, 2, 1].map((n) => `Value ${n}`),
    );
    expect(third.nextCursor).toBeNull();
    expect((await entriesOf(now, key, { search: "VALUE 3" })).data).toHaveLength(1);
    expect((await entriesOf(now, key, { search: "why 2" })).data).toMatchObject([{ value: "Value 2" }]);
  });
});

describe("a list with a second pair of eyes", () => {
  it("counts a change once another member has approved it", async () => {
    const key = await newList({ needsApproval: true });
    const { state, changeId, entryId } = await add(analyst, key, "acme");
    expect(state).toBe("waiting");
    expect(await isOn(later(manager, 5), key, "acme")).toBe(false);
    expect(await getList(manager, { key })).toMatchObject({ entries: 0, waiting: 1 });
    const decide = (ctx: Context, says: "approve" | "refuse" | "take_back", note = "") =>
      decideListChange(ctx, { key, changeId, says, note });
    await expect(decide(later(analyst, 5), "approve")).rejects.toMatchObject({ code: "forbidden" });
    await expect(decide(later(manager, 5), "take_back")).rejects.toMatchObject({ code: "forbidden" });
    await expect(decide(later(manager, 5), "refuse")).rejects.toMatchObject({ issues: [{ path: "note" }] });
    expect((await getListChange(manager, { key, changeId, limit: 10 })).data).toMatchObject([
      { value: "acme", before: null, after: { reason: "seen before" } },
    ]);
    await decide(later(manager, 5), "approve");
    expect(await isOn(later(manager, 6), key, "acme")).toBe(entryId);
    // Nobody knew it before it was approved.
    expect(await isOn(later(manager, 6), key, "acme", later(manager, 4).at)).toBe(false);
    await expect(decide(later(manager, 7), "approve")).rejects.toMatchObject({ code: "conflict" });
    const { data } = await listChangesOf(manager, listChangesInput.parse({ key }));
    expect(data).toMatchObject([{ state: "applied", decidedBy: "Mira Novak", proposedBy: "Lena Brandt" }]);
  });

  it("refuses, lets take back, and does not approve what is outdated", async () => {
    const key = await newList({ needsApproval: true });
    const one = await add(analyst, key, "one");
    await decideListChange(manager, { key, changeId: one.changeId, says: "refuse", note: "no proof" });
    const two = await add(analyst, key, "two");
    await decideListChange(analyst, { key, changeId: two.changeId, says: "take_back", note: "" });
    const [first, second] = [await add(analyst, key, "same"), await add(manager, key, "same")];
    await decideListChange(manager, { key, changeId: first.changeId, says: "approve", note: "" });
    await expect(
      decideListChange(analyst, { key, changeId: second.changeId, says: "approve", note: "" }),
    ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("same") });
    await expect(changeList(manager, { key, needsApproval: false })).rejects.toMatchObject({
      code: "conflict",
    });
    await decideListChange(analyst, { key, changeId: second.changeId, says: "refuse", note: "known" });
    await changeList(manager, { key, needsApproval: false });
    expect((await entriesOf(later(manager, 1), key)).data.map(({ value }) => value)).toEqual(["same"]);
  });
});

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += 1000) yield bytes.subarray(i, i + 1000);
}
const importing = (ctx: Context, key: string, mode: string, text: string) =>
  importEntries(ctx, importInput.parse({ key, mode, reason: "From the old tool" }), pieces(text));

describe("a file of entries", () => {
  const FILE = [
    "Email;Reason;Expires;Remark",
    "jane@example.com;chargeback;2100-01-01;x",
    "not an address;;;",
    "@spam.example;;;",
    "john@example.com;;2026-02-30;",
    "Jane@Example.com;twice;;",
    "",
    "mary@example.com;;;",
  ].join("\r\n");

  it("is looked at first, with every bad row by number and column, and nothing done", async () => {
    const key = await newList({ kind: "email" });
    const look = await importing(manager, key, "look", FILE);
    expect(look).toMatchObject({
      ...{ rows: 6, added: 3, changed: 0, unchanged: 0, bad: 3, applied: null },
      ignoredColumns: ["Remark"],
    });
    expect(look.problems.map(({ row, column }) => [row, column])).toEqual([
      [3, "value"],
      [5, "valid_to"],
      [6, "value"],
    ]);
    expect(look.problems[2]?.message).toContain("Row 2");
    expect(look.sample[0]).toMatchObject({ value: "jane@example.com", reason: "chargeback" });
    expect((await entriesOf(manager, key)).data).toEqual([]);
    expect((await listChangesOf(manager, listChangesInput.parse({ key }))).data).toEqual([]);
  });

  it("comes in with its good rows, or not at all", async () => {
    const key = await newList({ kind: "email" });
    await expect(importing(manager, key, "all_or_nothing", FILE)).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "rows.3.value" }, { path: "rows.5.valid_to" }, { path: "rows.6.value" }],
    });
    expect((await entriesOf(manager, key)).data).toEqual([]);
    const done = await importing(manager, key, "good", FILE);
    expect(done).toMatchObject({ added: 3, bad: 3, applied: { state: "applied" } });
    expect(await isOn(later(manager, 1), key, "x@mail.spam.example")).toBeTruthy();
    const again = await importing(
      later(manager, 2),
      key,
      "look",
      "value,reason,valid_to\njane@example.com,chargeback,2100-01-01\n@spam.example,,2100-01-01\nnew@example.com,,",
    );
    expect(again).toMatchObject({ added: 1, changed: 1, unchanged: 1, bad: 0 });
  });

  it("needs no headings where each row is one value, and says so where it cannot tell", async () => {
    const key = await newList({ kind: "ip" });
    expect(await importing(manager, key, "good", "10.0.0.0/8\n2001:db8::/32\n")).toMatchObject({ added: 2 });
    expect(await isOn(later(manager, 1), key, "10.2.3.4")).toBeTruthy();
    await expect(importing(manager, key, "look", "a,b\nc,d")).rejects.toMatchObject({
      message: expect.stringContaining("value"),
    });
    await expect(importing(manager, key, "look", "")).rejects.toMatchObject({ code: "invalid" });
  });

  it("waits as a whole where the list asks for a second person", async () => {
    const key = await newList({ kind: "email", needsApproval: true });
    const { applied } = await importing(analyst, key, "good", FILE);
    expect(applied?.state).toBe("waiting");
    expect((await entriesOf(manager, key)).data).toEqual([]);
    await decideListChange(later(manager, 1), {
      ...{ key, changeId: applied?.changeId ?? "", says: "approve", note: "" },
    });
    expect((await entriesOf(later(manager, 2), key)).data).toHaveLength(3);
  });

  it("comes back out as it went in", async () => {
    const key = await newList({ kind: "email" });
    await importing(manager, key, "good", FILE);
    const { name, text } = await exportEntries(later(manager, 1), { key });
    let whole = "";
    for await (const part of text) whole += part;
    expect(name).toMatch(/\.csv$/);
    expect(whole.split("\r\n")[0]).toBe("value,reason,owner,valid_from,valid_to,state,id");
    expect(await importing(later(manager, 2), key, "look", whole)).toMatchObject({ unchanged: 3, bad: 0 });
  });
});

describe("reading as of a time", () => {
  /** What was told of one value: from when it was known, and until when it counts. */
  interface Told {
    known: number;
    from: number;
    to: number;
  }

  it("answers as a naive model does, for random histories, days and times of knowing", async () => {
    const act = fc.record({
      value: fc.constantFrom("a", "b", "c"),
      act: fc.constantFrom("add", "change", "withdraw"),
      wait: fc.integer({ min: 1, max: 30 }),
      from: fc.integer({ min: -20, max: 40 }),
      lasts: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
        const key = await newList();
        const model = new Map<string, { told: Told[]; entryId: string }>();
        const start = manager.at.getTime();
        const minute = (n: number) => new Date(start + n * MINUTE);
        let now = 0;
        for (const { value, act, wait, from, lasts } of acts) {
          now += wait;
          const ctx = later(manager, now);
          const last = model.get(value)?.told.at(-1);
          const counts = last !== undefined && last.to > now;
          const to = lasts === null ? Number.POSITIVE_INFINITY : Math.max(now + from, now) + lasts;
          const validTo = lasts === null ? null : minute(to).toISOString();
          const note = (entryId: string, told: Told) => {
            const known = model.get(value) ?? { told: [], entryId };
            known.told.push(told);
            model.set(value, known);
          };
          if (act === "add" && !counts) {
            const validFrom = minute(now + from).toISOString();
            const { entryId } = await add(ctx, key, value, { validFrom, validTo });
            note(entryId, { known: now, from: now + from, to });
          } else if (act === "change" && counts && to > last.from) {
            const entryId = model.get(value)?.entryId ?? "";
            await changeEntry(ctx, changeEntryInput.parse({ key, entryId, reason: "changed", validTo }));
            note(entryId, { known: now, from: last.from, to });
          } else if (act === "withdraw" && counts) {
            const entryId = model.get(value)?.entryId ?? "";
            await withdrawEntry(ctx, { key, entryId, reason: "off" });
            note(entryId, { known: now, from: Math.min(last.from, now), to: now });
          }
        }
        const questions = ["a", "b", "c", "d"].map((value) => ({ list: key, value }));
        for (let knownAt = 0; knownAt <= now + 5; knownAt += 7)
          for (let validAt = -25; validAt <= now + 60; validAt += 11) {
            const { answers } = await inTransaction(manager, (tx, ctx) =>
              lookUp(tx, ctx, questions, { validAt: minute(validAt), knownAt: minute(knownAt) }),
            );
            for (const { value, found } of answers) {
              const then = model
                .get(String(value))
                ?.told.filter(({ known }) => known <= knownAt)
                .at(-1);
              const expected =
                then !== undefined && then.from <= validAt && validAt < then.to
                  ? model.get(String(value))?.entryId
                  : false;
              expect(found, `${value} on ${validAt} as known at ${knownAt}`).toBe(expected);
            }
          }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it("finds one value among many by one scan of one index", async () => {
    const key = await newList({ kind: "ip" });
    const [list] =
      await database.owner`select id from lists where key = ${key} and workspace_id = ${manager.workspaceId}`;
    await database.owner`insert into list_changes (workspace_id, id, list_id, kind, state, entries, reason, proposed_at, proposed_by)
      values (${manager.workspaceId}, 'lch_many', ${list?.["id"]}, 'import', 'applied', 100000, 'many', now(), 'mem_x')`;
    await database.owner`insert into list_entries (workspace_id, list_id, entry_id, change_id, value, sought, valid_from, is_withdrawn, reason, owner, recorded_from)
      select ${manager.workspaceId}, ${list?.["id"]}, 'len_' || n, 'lch_many', 'x', '4/32/' || to_hex(n), '2020-01-01', false, '', '', '2020-01-01'
      from generate_series(1, 100000) n`;
    await database.owner`analyze list_entries`;
    expect(await isOn(manager, key, "0.0.200.10")).toBe("len_51210");
    const keys = Array.from({ length: 33 }, (_, bits) => `4/${bits}/c80a`);
    const plan = await database.owner.unsafe(
      `explain select sought, entry_id from list_entries where workspace_id = '${manager.workspaceId}' and list_id = '${list?.["id"]}'
        and sought = any($1::text[]) and recorded_from <= now() and (recorded_to is null or recorded_to > now())`,
      [keys],
    );
    const text = JSON.stringify(plan);
    expect(text).toMatch(/list_entries_(sought|known)/);
    expect(text).not.toContain("Seq Scan");
  });
});
