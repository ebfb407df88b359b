import { Button } from "@mantine/core";
import Link from "next/link";
import { OutcomeChip } from "@/components/cases/case-words";
import { DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

const standings: Record<string, { tone: Tone; text: string }> = {
  collecting: { tone: "waiting", text: "Applicant fills the form" },
  processing: { tone: "waiting", text: "Checks run" },
  waiting_for_applicant: { tone: "waiting", text: "Applicant was asked" },
  in_review: { tone: "review", text: "In review" },
  attention: { tone: "incident", text: "Cannot go on" },
  decided: { tone: "neutral", text: "Decided" },
  ended: { tone: "neutral", text: "Ended" },
  cancelled: { tone: "neutral", text: "Cancelled" },
};

/** An applicant can still do something there, so a new link makes sense. */
const isOpen = (status: string) => !["decided", "ended", "cancelled"].includes(status);

/** What the party applied for, how it stands, and the run behind it. */
export function PartyApplications({
  applications,
  onInvite,
}: {
  applications: PartyView["applications"];
  onInvite: ((applicationId: string) => void) | undefined;
}) {
  return (
    <Panel title="Applications" note={applications.length || undefined} flush>
      {applications.length === 0 ? (
        <p className={css.nothing}>None. It is known through others, or through decision requests.</p>
      ) : (
        <ul className={css.list}>
          {applications.map((application) => {
            const standing = standings[application.status];
            return (
              <li key={application.id}>
                <span className={css.grow}>
                  <Link href={`/runs/${application.runId}`}>{application.workflow.title}</Link>
                  <span className={css.source}>
                    version {application.workflow.version}, started{" "}
                    <DateTimeText at={application.createdAt} />
                  </span>
                </span>
                {application.outcome ? (
                  <OutcomeChip outcome={application.outcome} />
                ) : (
                  <StatusChip tone={standing?.tone ?? "neutral"}>
                    {standing?.text ?? application.status}
                  </StatusChip>
                )}
                {onInvite && isOpen(application.status) && (
                  <Button size="compact-sm" variant="default" onClick={() => onInvite(application.id)}>
                    Invite again
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
