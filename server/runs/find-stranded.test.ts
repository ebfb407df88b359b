import { describe, expect, it } from "vitest";
import { later } from "@/server/testing/database";
import { drive, jobsOf, registryWorld } from "@/server/testing/registry-world";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections } from "@/server/testing/runs";
import { findStranded } from "./find-stranded";

const world = registryWorld();

describe("what a crash left behind", () => {
  it("is found: a due question without a job, a timer that was lost", async () => {
    const own = await world.database.workspace();
    await sandboxConnections(own);
    const workflow = await publishedWorkflow(own, registryDocument());
    const planned = await runFor(own, workflow, { number: "12345600" });
    const waiting = await runFor(own, workflow, { number: "12345631" });
    await drive(world, waiting.runId, own);
    await world.database.owner`delete from pgboss.job`;
    expect(await findStranded(own)).toEqual({ runs: 0, timers: 0, children: 0 });
    expect(await findStranded(later(own, 3_600_000))).toEqual({ runs: 1, timers: 1, children: 0 });
    expect(await jobsOf(world, planned.runId)).toMatchObject([{ name: "drive" }]);
    expect(await jobsOf(world, waiting.runId)).toMatchObject([{ name: "timer" }]);
    await findStranded(later(own, 3_600_000));
    expect(await jobsOf(world, planned.runId)).toHaveLength(1);
  });
});
