import { describe, expect, it } from "vitest";
import { registryWorld, untilHuman, verdict } from "@/server/testing/registry-world";
import { expectSound, readRun } from "@/server/testing/sound";
import { signalRun } from "./signal";

const world = registryWorld();

describe("signals", () => {
  it("are heard once, however often they come and even at the same time", async () => {
    const runId = await untilHuman(world, "12345630");
    const waitKey = (await readRun(world.ctx, runId)).waits[0]?.key ?? "";
    const send = () => signalRun(world.ctx, { runId, waitKey, key: "ver_1", payload: verdict("approve") });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.filter((answer) => answer.ignored === "repeated")).toHaveLength(2);
    const { decisions, waits, events } = await expectSound(world.ctx, runId);
    expect(decisions).toMatchObject([{ outcome: "approve", decidedBy: ["mem_analyst"] }]);
    expect(waits[0]?.closedAt).toEqual(world.ctx.at);
    expect(events.filter(({ event }) => event.type === "signal_received")).toHaveLength(1);
  });

  it("let one of two opposite verdicts decide and refuse the other", async () => {
    const runId = await untilHuman(world, "12345630");
    const waitKey = (await readRun(world.ctx, runId)).waits[0]?.key ?? "";
    const results = await Promise.allSettled([
      signalRun(world.ctx, { runId, waitKey, key: "ver_a", payload: verdict("approve") }),
      signalRun(world.ctx, { runId, waitKey, key: "ver_b", payload: verdict("decline") }),
    ]);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).toMatchObject([{ name: "DomainError", code: "conflict" }]);
    expect((await expectSound(world.ctx, runId)).decisions).toHaveLength(1);
  });

  it("are refused with the reason when the run cannot use them, and the wait stays open", async () => {
    const runId = await untilHuman(world, "12345630");
    const waitKey = (await readRun(world.ctx, runId)).waits[0]?.key ?? "";
    await expect(
      signalRun(world.ctx, { runId, waitKey, key: "ver_1", payload: { verdict: "perhaps" } }),
    ).rejects.toMatchObject({ code: "invalid" });
    const { waits, row } = await expectSound(world.ctx, runId);
    expect([row.status, waits[0]?.closedAt]).toEqual(["waiting", null]);
    await signalRun(world.ctx, { runId, waitKey, key: "ver_1", payload: verdict("decline") });
    expect((await expectSound(world.ctx, runId)).decisions).toMatchObject([{ outcome: "decline" }]);
  });
});
