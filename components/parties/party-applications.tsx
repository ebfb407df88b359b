import { Button } from "@mantine/core";
import Link from "next/link";
import { ApplicationChip } from "@/components/applications/application-chip";
import { DateTimeText } from "@/components/ui/format/moment";
import { Panel } from "@/components/ui/panel";
import type { PartyView } from "@/server/parties/schema";
import css from "./parties.module.css";

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
          {applications.map((application) => (
            <li key={application.id}>
              <span className={css.grow}>
                <Link href={`/runs/${application.runId}`}>{application.workflow.title}</Link>
                <span className={css.source}>
                  version {application.workflow.version}, started <DateTimeText at={application.createdAt} />
                </span>
              </span>
              <ApplicationChip status={application.status} outcome={application.outcome} />
              {onInvite && isOpen(application.status) && (
                <Button size="compact-sm" variant="default" onClick={() => onInvite(application.id)}>
                  Invite again
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
