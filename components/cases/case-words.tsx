import { IconBuilding, IconPlayerPause, IconUser } from "@tabler/icons-react";
import { DueChip } from "@/components/ui/format/due-chip";
import { DateText } from "@/components/ui/format/moment";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { CaseStatus, CheckStatus, Verdict } from "@/db/enums/enums";
import type { CaseRow } from "@/server/cases/schema";

const statuses: Record<CaseStatus, { tone: Tone; text: string }> = {
  open: { tone: "neutral", text: "Open" },
  waiting_for_applicant: { tone: "waiting", text: "With the applicant" },
  waiting_for_second: { tone: "review", text: "Needs a second verdict" },
  snoozed: { tone: "neutral", text: "Set aside" },
  decided: { tone: "approve", text: "Decided" },
  cancelled: { tone: "neutral", text: "Cancelled" },
};

export const caseStatusText = (status: CaseStatus): string => statuses[status].text;

export const CaseStatusChip = ({ status }: { status: CaseStatus }) => (
  <StatusChip tone={statuses[status].tone}>{statuses[status].text}</StatusChip>
);

/** How the case stands against its time; while the applicant has it the clock stands. */
export function SlaChip({ row }: { row: Pick<CaseRow, "status" | "dueAt" | "closedAt"> }) {
  if (row.closedAt)
    return (
      <span>
        Closed <DateText at={row.closedAt} />
      </span>
    );
  if (row.status === "waiting_for_applicant")
    return (
      <StatusChip
        tone="waiting"
        icon={IconPlayerPause}
        title="The clock stands while the applicant has the case"
      >
        Paused
      </StatusChip>
    );
  return <DueChip at={row.dueAt} />;
}

export function PartyKindIcon({ kind }: { kind: CaseRow["party"]["kind"] }) {
  const Icon = kind === "business" ? IconBuilding : IconUser;
  const title = kind === "business" ? "Company" : "Person";
  return <Icon size={16} stroke={1.6} role="img" aria-label={title} />;
}

export const checkTones: Record<CheckStatus, { tone: Tone; text: string }> = {
  clear: { tone: "approve", text: "Passed" },
  hit: { tone: "review", text: "Hit" },
  not_found: { tone: "review", text: "Not found" },
  unknown: { tone: "warning", text: "Unknown" },
  no_answer: { tone: "incident", text: "No answer" },
  input_missing: { tone: "neutral", text: "Not asked" },
};

export const verdictPast: Record<Verdict, string> = {
  approve: "approved",
  decline: "declined",
  send_back: "sent back",
};
