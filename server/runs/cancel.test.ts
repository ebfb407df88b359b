import { describe, expect, it } from "vitest";
import { as } from "@/server/testing/database";
import { member, registryWorld, untilHuman, verdict } from "@/server/testing/registry-world";
import { expectSound, readRun } from "@/server/testing/sound";
import { cancelRun } from "./cancel";
import { signalRun } from "./signal";

const world = registryWorld();

describe("a cancelled run", () => {
  it("closes what it waited for, hears nothing any more, and cannot be cancelled twice", async () => {
    const runId = await untilHuman(world, "12345630");
    const waitKey = (await readRun(world.ctx, runId)).waits[0]?.key ?? "";
    const cancel = () => cancelRun(as(world.ctx, member("admin")), { runId, reason: "Sent by mistake." });
    expect((await cancel()).status).toBe("cancelled");
    const { waits, row, decisions } = await expectSound(world.ctx, runId);
    expect(row.finishedAt).toEqual(world.ctx.at);
    expect(waits[0]?.closedAt).toEqual(world.ctx.at);
    expect(decisions).toEqual([]);
    await expect(cancel()).rejects.toMatchObject({ code: "conflict" });
    await expect(
      signalRun(world.ctx, { runId, waitKey, key: "ver_1", payload: verdict("approve") }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expectSound(world.ctx, runId);
  });
});
