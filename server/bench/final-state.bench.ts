import { isDeepStrictEqual } from "node:util";
import type { RunEvent } from "@/server/engine/state";
import { createParty } from "@/server/parties/create";
import { advanceRun } from "@/server/runs/advance";
import { signalRun } from "@/server/runs/signal";
import { startRun } from "@/server/runs/start";
import { publishedWorkflow } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { figure, place } from "./place";
import { machines, quietly, threeStates } from "./three-states";

/**
 * Four events that come after the end, in "@ballerine/workflow-core" and here: an event that means nothing, the start
 * once more, and two updates of what the case knows. A finished case that moves was decided by nobody.
 */

const { ctx, database, close } = await place();
try {
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'all', 'All cases', 24, '[]')`;
  const workflow = await publishedWorkflow(ctx, threeStates());
  const party = await createParty(ctx, { kind: "business", name: "Acme", country: "DE" });

  async function finishedRun() {
    const input = { workflow, partyId: party.id, vault: party.vault, party: { id: party.id }, input: {} };
    const { runId } = await startRun(ctx, input);
    const [wait] = (await readRun(ctx, runId)).waits;
    const payload = { verdict: "approve", reasonCodes: [], by: ["mem_1"], items: [] };
    await signalRun(ctx, { runId, waitKey: wait?.key ?? "", key: "ver_1", payload });
    return { runId, waitKey: wait?.key ?? "" };
  }

  const at = ctx.at.toISOString();
  const by = { kind: "member", id: "mem_1" } as const;
  const decline = { verdict: "decline", reasonCodes: [], by: ["mem_2"], items: [] };
  const lateEvents: [string, (run: { runId: string; waitKey: string }) => RunEvent][] = [
    ["an illegal event", () => ({ type: "timer_fired", at, key: "no such timer" })],
    ["the start again", ({ runId }) => ({ type: "started", at, runId, input: { again: true }, party: {} })],
    [
      "an update of its data",
      ({ waitKey }) => ({ type: "signal_received", at, key: "ver_2", waitKey, payload: decline, by }),
    ],
    [
      "an answer merged into it",
      ({ runId }) => ({ type: "effect_succeeded", at, key: `${runId}:late`, output: { score: 0 } }),
    ],
  ];
  let moved = 0;
  for (const [name, eventOf] of lateEvents) {
    const run = await finishedRun();
    const before = await readRun(ctx, run.runId);
    await advanceRun(ctx, { runId: run.runId, event: eventOf(run) });
    const after = await expectSound(ctx, run.runId, { audit: false });
    const isSame =
      after.row.status === "completed" &&
      isDeepStrictEqual(after.state, before.state) &&
      isDeepStrictEqual(after.decisions, before.decisions);
    if (!isSame) moved++;
    console.log(`gatehouse, ${name}: ${isSame ? "stays" : "MOVED"}`);
  }

  const make = await machines();
  const theirs: [string, { type: string; payload?: object }][] = [
    ["an illegal event", { type: "fly" }],
    ["the start again", { type: "START" }],
    ["an update of its data", { type: "UPDATE_CONTEXT", payload: { context: { score: 0 } } }],
    [
      "an answer merged into it",
      { type: "DEEP_MERGE_CONTEXT", payload: { newContext: { score: 0 }, arrayMergeOption: "by_id" } },
    ],
  ];
  let theirsMoved = 0;
  for (const [name, event] of theirs) {
    const state = await quietly(async () => {
      const machine = make();
      await machine.sendEvent({ type: "START" });
      await machine.sendEvent({ type: "approve" });
      if (machine.getSnapshot().value !== "approved") throw new Error("their case is not approved");
      await machine.sendEvent(event).catch(() => {});
      return String(machine.getSnapshot().value);
    });
    if (state !== "approved") theirsMoved++;
    console.log(`ballerine, ${name}: ${state === "approved" ? "stays" : `MOVED to ${state}`}`);
  }

  figure("ballerine_moved", theirsMoved, "count");
  figure("gatehouse_moved", moved, "count");
  if (moved > 0) process.exitCode = 1;
} finally {
  await close();
}
