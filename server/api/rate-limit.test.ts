import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { as, type TestDatabase, testDatabase } from "@/server/testing/database";
import { countRequest } from "./rate-limit";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  const key = { kind: "api_key" as const, id: newId("apiKey"), scopes: [] };
  ctx = { ...as(await database.workspace(), key), at: new Date("2026-11-24T10:00:15.000Z") };
});
afterAll(() => database.close());

/** What a process knows lives on `globalThis`; forgetting it makes the next request one of another process. */
const otherProcess = () => Reflect.set(globalThis, Symbol.for("gatehouse"), new Map());
const inSeconds = (seconds: number): Context => ({ ...ctx, at: new Date(ctx.at.getTime() + seconds * 1000) });

describe("the allowance of a key", () => {
  it("is said with every answer, and ends with the time to come back", async () => {
    const first = await countRequest(ctx, 3);
    expect(first).toMatchObject({
      allowed: true,
      headers: {
        "ratelimit-policy": '"key";q=3;w=60',
        ratelimit: '"key";r=2;t=45',
        "ratelimit-limit": "3",
        "ratelimit-remaining": "2",
        "ratelimit-reset": "45",
      },
    });
    await countRequest(ctx, 3);
    expect((await countRequest(ctx, 3)).headers["ratelimit-remaining"]).toBe("0");
    expect(await countRequest(ctx, 3)).toMatchObject({ allowed: false, retryAfterSeconds: 45 });
    expect((await countRequest(inSeconds(45), 3)).allowed).toBe(true);
  });

  it.each([10, 1000])("of %d is never passed by many at once", async (limit) => {
    const all = await Promise.all(Array.from({ length: limit + 30 }, () => countRequest(ctx, limit)));
    expect(all.filter(({ allowed }) => allowed)).toHaveLength(limit);
  });

  it("is one over all processes; each leaves at most its part unspent", async () => {
    const limit = 400;
    let allowed = 0;
    for (let process = 0; process < 6; process++) {
      otherProcess();
      for (let i = 0; i < 90; i++) if ((await countRequest(ctx, limit)).allowed) allowed++;
    }
    expect(allowed).toBeLessThanOrEqual(limit);
    expect(allowed).toBeGreaterThanOrEqual(limit - 6 * (limit / 100));
  });

  it("writes once for a hundredth of the allowance", async () => {
    for (let i = 0; i < 40; i++) await countRequest(ctx, 1000);
    const [row] = await database.owner`select max(failures)::int as taken from attempts`;
    expect(row?.["taken"]).toBeLessThanOrEqual(1000);
    expect((await countRequest(ctx, 1000)).headers["ratelimit-remaining"]).toBe("959");
  });

  it("counts a request that was slow to come in the minute that has begun", async () => {
    expect((await countRequest(inSeconds(60), 5)).headers["ratelimit-remaining"]).toBe("4");
    expect((await countRequest(ctx, 5)).headers["ratelimit-remaining"]).toBe("3");
  });

  it("of one key is no other's", async () => {
    await countRequest(ctx, 1);
    const other = as(ctx, { kind: "api_key", id: newId("apiKey"), scopes: [] });
    expect((await countRequest(other, 1)).allowed).toBe(true);
  });
});
