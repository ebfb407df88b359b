"use client";

import { useClock } from "@/components/ui/format/clock";
import { useCan } from "@/components/workspaces/member";
import { PastRuns } from "./past-runs";
import { TrialPanel } from "./trial-panel";
import type { TrialBuilder, TrialDesk } from "./use-trial";

/** The test run with what it needs of this page: the time, and the runs that were. */
export function TrialDrawer({ builder, desk }: { builder: TrialBuilder; desk: TrialDesk }) {
  const { document } = builder.parts;
  const { now } = useClock();
  const mayReadParties = useCan("parties.view");
  return (
    <TrialPanel
      builder={builder}
      desk={desk}
      now={new Date(now).toISOString()}
      pastRuns={
        mayReadParties
          ? (onChoose) => (
              <PastRuns workflowId={builder.workflowId} workflowKey={document.key} onChoose={onChoose} />
            )
          : undefined
      }
    />
  );
}
