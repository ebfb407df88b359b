import { describe, expect, it } from "vitest";
import { as } from "@/server/testing/database";
import { drive, member, registryWorld } from "@/server/testing/registry-world";
import { runFor } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { getRun } from "./get";
import { resolveIncident } from "./resolve";

const world = registryWorld();

describe("an incident", () => {
  async function incident(number = "12345650") {
    const { runId } = await runFor(world.ctx, world.unwired, { number });
    await drive(world, runId);
    const { state, row } = await expectSound(world.ctx, runId);
    expect(row.status).toBe("attention");
    return { runId, tokenId: state.tokens[0]?.id ?? "" };
  }
  const risk = () => as(world.ctx, member("risk_manager"));

  it("is tried again", async () => {
    const { runId, tokenId } = await incident();
    await resolveIncident(risk(), {
      runId,
      tokenId,
      answer: { action: "retry" },
      reason: "The vendor is back.",
    });
    const { row, effects } = await expectSound(world.ctx, runId);
    expect([row.status, row.attention]).toEqual(["running", null]);
    expect(effects.filter((effect) => effect.status === "planned")).toHaveLength(1);
    expect(new Set(effects.map((effect) => effect.key)).size).toBe(effects.length);
    await drive(world, runId);
    expect((await expectSound(world.ctx, runId)).row.status).toBe("attention");
  });

  it("is answered by hand, with a reason that only the party's key opens", async () => {
    const { runId, tokenId } = await incident();
    await resolveIncident(risk(), {
      runId,
      tokenId,
      answer: { action: "answer", outlet: "answered", output: { status: "clear", results: [] } },
      reason: "Looked Acme up by phone.",
    });
    expect((await expectSound(world.ctx, runId)).decisions).toMatchObject([{ outcome: "approve" }]);
    const [entry] = await world.database.owner`select * from audit_entries
      where subject_id = ${runId} and action = 'run.resolved'`;
    expect(entry).toMatchObject({ actor_kind: "member", actor_id: "mem_risk_manager" });
    expect(entry?.["facts"]).not.toContain("Acme");
    expect(entry?.["body"]).toBeInstanceOf(Buffer);
  });

  it("is skipped", async () => {
    const { runId, tokenId } = await incident();
    await resolveIncident(risk(), {
      runId,
      tokenId,
      answer: { action: "skip", outlet: "answered" },
      reason: "Not needed here.",
    });
    expect((await expectSound(world.ctx, runId)).decisions).toMatchObject([{ outcome: "decline" }]);
  });

  it("is resolved once, by an outlet it has", async () => {
    const { runId, tokenId } = await incident();
    const skip = (outlet: string) =>
      resolveIncident(risk(), { runId, tokenId, answer: { action: "skip", outlet }, reason: "Enough." });
    await expect(skip("approved")).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "answer.outlet" }],
    });
    await skip("answered");
    await expect(skip("answered")).rejects.toMatchObject({ code: "conflict" });
    expect((await expectSound(world.ctx, runId)).decisions).toHaveLength(1);
  });

  it("shows where it stands and where it may go", async () => {
    const { runId, tokenId } = await incident();
    const view = await getRun(world.ctx, { runId });
    expect(view).toMatchObject({
      status: "attention",
      incidents: [{ tokenId, node: "registry", visit: 1 }],
      path: [
        { node: "start", state: "left", outlet: "next" },
        { node: "registry", state: "incident", outlet: null },
      ],
    });
    expect(view.incidents[0]?.outlets.map((outlet) => outlet.key)).toContain("answered");
    expect(view.path[1]?.sentence).toBe(view.attention);
  });
});
