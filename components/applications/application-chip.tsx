import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { ApplicationRow } from "@/server/applications/schema";

const standings: Record<ApplicationRow["status"], { tone: Tone; text: string }> = {
  collecting: { tone: "waiting", text: "Applicant fills the form" },
  processing: { tone: "waiting", text: "Checks run" },
  waiting_for_applicant: { tone: "waiting", text: "Applicant was asked" },
  in_review: { tone: "review", text: "In review" },
  attention: { tone: "incident", text: "Cannot go on" },
  decided: { tone: "neutral", text: "Decided" },
  ended: { tone: "neutral", text: "Ended" },
  cancelled: { tone: "neutral", text: "Cancelled" },
};

const outcomes: Record<string, Tone> = { positive: "approve", negative: "decline", review: "review" };

/** Where an application stands; once it is decided, the workflow's own word for the outcome. */
export function ApplicationChip({ application }: { application: ApplicationRow }) {
  const { decision, status, attention } = application;
  if (decision) return <StatusChip tone={outcomes[decision.kind] ?? "neutral"}>{decision.title}</StatusChip>;
  const { tone, text } = standings[status];
  return (
    <StatusChip tone={tone} title={attention ?? undefined}>
      {text}
    </StatusChip>
  );
}
