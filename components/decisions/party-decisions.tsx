import { Anchor, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureText } from "@/components/ui/failure-text";
import { DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { useCan } from "@/components/workspaces/member";
import { OutcomeChip } from "./outcome-chip";
import css from "./why/why.module.css";

const MOST = 20;

/** What was decided about a party, each with the way to its why. */
export function PartyDecisions({ partyId }: { partyId: string }) {
  const trpc = useTRPC();
  const canRead = useCan("decisions.view");
  const decisions = useQuery(
    trpc.decisions.list.queryOptions({ party: partyId, limit: MOST }, { enabled: canRead }),
  );
  if (!canRead) return null;
  return (
    <Panel title="Decisions" note={decisions.data?.data.length || undefined}>
      {decisions.error ? (
        <FailureText>{failureOf(decisions.error).message}</FailureText>
      ) : !decisions.data ? (
        <Skeleton height={60} aria-busy />
      ) : decisions.data.data.length === 0 ? (
        <p className={css.nothing}>None yet.</p>
      ) : (
        <ul className={css.decisions}>
          {decisions.data.data.map((decision) => (
            <li key={decision.id}>
              <OutcomeChip outcome={{ title: decision.outcomeTitle, kind: decision.kind }} />
              <span>
                <Anchor component={Link} href={`/decisions/${decision.id}`} fz="sm">
                  Why
                </Anchor>
              </span>
              <span className={css.quiet}>
                {decision.workflow.title}, version {decision.workflow.version},{" "}
                <DateTimeText at={decision.decidedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {decisions.data?.nextCursor && <p className={css.quiet}>The latest {MOST} are shown.</p>}
    </Panel>
  );
}
