import { describe, expect, it } from "vitest";
import { createCaller } from "@/server/api/root";
import type { Context } from "@/server/context";
import { as, later } from "@/server/testing/database";
import { drive, member, registryWorld } from "@/server/testing/registry-world";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { cancelRun } from "./cancel";
import { fireTimer } from "./fire-timer";
import { getRun } from "./get";
import { listRuns } from "./list";
import { resolveIncident } from "./resolve";
import { signalRun } from "./signal";

const world = registryWorld();

describe("who may see and do what", () => {
  const caller = (context: Context) =>
    createCaller({
      door: {
        requestId: "rq_1",
        at: context.at,
        headers: new Headers(),
        staff: async () => context,
        applicant: async () => context,
      },
    });

  it("lists page by page, by status, workflow and party", async () => {
    const other = await world.database.workspace();
    await sandboxConnections(other);
    const workflow = await publishedWorkflow(other, registryDocument());
    const made: string[] = [];
    for (let i = 0; i < 5; i++)
      made.push((await runFor(later(other, i * 1000), workflow, { number: "12345600" })).runId);
    const first = await listRuns(other, { limit: 2 });
    const second = await listRuns(other, { limit: 2, cursor: first.nextCursor ?? "" });
    const third = await listRuns(other, { limit: 2, cursor: second.nextCursor ?? "" });
    const seen = [first, second, third].flatMap((page) => page.data.map((row) => row.id));
    expect(seen).toEqual(made.toReversed());
    expect(third.nextCursor).toBeNull();
    expect((await listRuns(other, { limit: 9, status: "completed" })).data).toEqual([]);
    expect((await listRuns(other, { limit: 9, workflow: "registry_check" })).data).toHaveLength(5);
    expect((await listRuns(other, { limit: 9, workflow: "nothing" })).data).toEqual([]);
    const partyId = first.data[0]?.party.id ?? "";
    expect((await listRuns(other, { limit: 9, partyId })).data).toHaveLength(1);
  });

  it("shows and moves nothing of another workspace, by any guessed id", async () => {
    const { runId } = await runFor(world.ctx, world.unwired, { number: "12345650" });
    await drive(world, runId);
    const { state } = await expectSound(world.ctx, runId);
    const stranger = as(await world.database.workspace(), member("admin"));
    const tokenId = state.tokens[0]?.id ?? "";
    const tries = [
      () => getRun(stranger, { runId }),
      () => cancelRun(stranger, { runId, reason: "Mine now." }),
      () => resolveIncident(stranger, { runId, tokenId, answer: { action: "retry" }, reason: "Mine now." }),
      () => signalRun(stranger, { runId, waitKey: "w", key: "k", payload: {} }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await drive(world, runId, stranger);
    expect(await fireTimer(stranger, { runId, key: "k" })).toBeUndefined();
    expect((await listRuns(stranger, { limit: 50 })).data).toEqual([]);
    expect((await expectSound(world.ctx, runId)).state).toEqual(state);
  });

  it("refuses weaker roles", async () => {
    const { runId } = await runFor(world.ctx, world.unwired, { number: "12345650" });
    await drive(world, runId);
    const tokenId = (await readRun(world.ctx, runId)).state.tokens[0]?.id ?? "";
    const resolve = { runId, tokenId, answer: { action: "retry" as const }, reason: "The vendor is back." };
    const cancel = { runId, reason: "Sent by mistake." };
    for (const role of ["analyst", "auditor", "developer"] as const) {
      const { runs } = caller(as(world.ctx, member(role)));
      await expect(runs.resolve(resolve), role).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(runs.cancel(cancel), role).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(caller(as(world.ctx, member("developer"))).runs.get({ runId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(caller(as(world.ctx, member("senior_analyst"))).runs.cancel(cancel)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await caller(as(world.ctx, member("senior_analyst"))).runs.resolve(resolve);
    expect(await caller(as(world.ctx, member("auditor"))).runs.get({ runId })).toMatchObject({ id: runId });
  });
});
