import { describe, expect, it } from "vitest";
import { later } from "@/server/testing/database";
import { drive, fireTimers, registryWorld } from "@/server/testing/registry-world";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { fireTimer } from "./fire-timer";

const world = registryWorld();

describe("time", () => {
  it("ends a check at its deadline; the answer that comes later is kept as late", async () => {
    const workflow = await publishedWorkflow(world.ctx, {
      ...registryDocument({ deadlineMinutes: 5 }),
      key: "deadline",
    });
    const { runId } = await runFor(world.ctx, workflow, { number: "12345600" });
    await fireTimers(world, runId);
    const overdue = await expectSound(world.ctx, runId);
    expect(overdue.row.status).toBe("attention");
    expect(overdue.checks).toMatchObject([{ status: "no_answer" }]);
    expect(overdue.effects).toMatchObject([{ status: "late" }]);
    await drive(world, runId);
    expect(world.vendor.of(runId)).toEqual([]);
  });

  it("fires a timer once, and not after it was cancelled", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "12345631" });
    await drive(world, runId);
    const key = (await readRun(world.ctx, runId)).timers[0]?.key ?? "";
    expect(await fireTimer(later(world.ctx, 60_000), { runId, key })).toBeDefined();
    expect(await fireTimer(later(world.ctx, 61_000), { runId, key })).toBeUndefined();
    expect(await fireTimer(world.ctx, { runId, key: "never" })).toBeUndefined();
    await expectSound(world.ctx, runId);
  });
});
