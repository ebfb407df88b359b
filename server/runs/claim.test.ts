import { describe, expect, it } from "vitest";
import { drive, jobsOf, registryWorld } from "@/server/testing/registry-world";
import { runFor } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { advanceRun } from "./advance";

const world = registryWorld();

describe("two workers at one run", () => {
  it("ask the vendor once and decide once", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "12345620" });
    await Promise.all([drive(world, runId), drive(world, runId), drive(world, runId)]);
    expect(world.vendor.of(runId)).toHaveLength(1);
    expect((await expectSound(world.ctx, runId)).decisions).toHaveLength(1);
  });

  it("leave a question alone while another's lease runs, and look again when it ends", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "12345600" });
    await world.database
      .owner`update effects set status = 'started', started_at = now(), lease_until = now() + interval '1 hour'
      where run_id = ${runId}`;
    await world.database.owner`update pgboss.job set state = 'active' where data->>'runId' = ${runId}`;
    await drive(world, runId);
    expect(world.vendor.of(runId)).toEqual([]);
    const [again] = (await jobsOf(world, runId)).filter((job) => job.state === "created");
    expect(again?.start_after.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  it("repeat a lost question under the same key when the vendor knows it again", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "12345600" });
    await world.database
      .owner`update effects set status = 'started', lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(world, runId);
    expect(world.vendor.of(runId)).toEqual([{ key: `${runId}:registry:party:1`, attempt: 1 }]);
    expect((await expectSound(world.ctx, runId)).decisions).toMatchObject([{ outcome: "approve" }]);
  });

  it("never repeat it to a vendor that would charge twice: a person decides, and the late answer changes nothing", async () => {
    world.vendor.forgetKeys();
    const { runId } = await runFor(world.ctx, world.unwired, { number: "12345600" });
    await world.database
      .owner`update effects set status = 'started', lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(world, runId);
    const { row, effects, state } = await expectSound(world.ctx, runId);
    expect(world.vendor.of(runId)).toEqual([]);
    expect(row.status).toBe("attention");
    expect(row.attention).toBeTruthy();
    expect(effects).toMatchObject([{ status: "unknown" }]);
    const key = effects[0]?.key ?? "";
    const answer = { type: "effect_succeeded" as const, at: world.ctx.at.toISOString(), key, output: {} };
    const late = await advanceRun(world.ctx, { runId, event: answer });
    expect(late.ignored).toBeTruthy();
    const after = await expectSound(world.ctx, runId);
    expect(after.state).toEqual(state);
    expect(after.events.at(-1)?.ignored).toBe(late.ignored);
  });

  it("keep what was said first when it is said once more to a run that is over", async () => {
    const { runId } = await runFor(world.ctx, world.registry, { number: "12345600" });
    await drive(world, runId);
    const before = (await expectSound(world.ctx, runId)).effects;
    expect(before).toMatchObject([{ status: "succeeded" }]);
    const key = before[0]?.key ?? "";
    const event = { type: "effect_succeeded" as const, at: world.ctx.at.toISOString(), key, output: {} };
    expect((await advanceRun(world.ctx, { runId, event })).ignored).toBe("finished");
    expect((await expectSound(world.ctx, runId)).effects).toEqual(before);
  });
});
