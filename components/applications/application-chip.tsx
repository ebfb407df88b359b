import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { ApplicationStatus } from "@/server/applications/policy";

const standings: Record<ApplicationStatus, { tone: Tone; text: string }> = {
  collecting: { tone: "waiting", text: "Applicant fills the form" },
  processing: { tone: "waiting", text: "Checks run" },
  waiting_for_applicant: { tone: "waiting", text: "Applicant was asked" },
  in_review: { tone: "review", text: "In review" },
  attention: { tone: "incident", text: "Cannot go on" },
  decided: { tone: "neutral", text: "Decided" },
  ended: { tone: "neutral", text: "Ended" },
  cancelled: { tone: "neutral", text: "Cancelled" },
};

interface ApplicationChipProps {
  status: ApplicationStatus;
  outcome: { title: string; kind: string } | null;
  /** Why it cannot go on. */
  attention?: string | null;
}

/** Where an application stands; once it is decided, the workflow's own word for the outcome. */
export function ApplicationChip({ status, outcome, attention }: ApplicationChipProps) {
  if (outcome) return <OutcomeChip outcome={outcome} />;
  const { tone, text } = standings[status];
  return (
    <StatusChip tone={tone} title={attention ?? undefined}>
      {text}
    </StatusChip>
  );
}
