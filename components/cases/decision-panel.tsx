import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";
import type { Verdict } from "@/db/enums/enums";
import { isClosed } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";
import { SlaChip } from "./case-words";
import { Checklist } from "./checklist";
import css from "./decision.module.css";
import { SendBackList } from "./send-back-list";
import { Standing } from "./standing";
import type { DraftDesk } from "./use-draft";
import { VerdictButtons } from "./verdict-buttons";

export interface DecisionPanelProps {
  view: CaseView;
  memberId: string;
  desk: DraftDesk;
  /** Absent when there is nothing to take: the role, the state, or a first verdict of one's own. */
  onClaim: (() => void) | undefined;
  isClaiming: boolean;
  pending: ReactNode;
  note: ReactNode;
  why: Record<Verdict, string | null>;
  onAsk: (verdict: Verdict) => void;
  onNext: (() => void) | undefined;
}

/** The decision, always beside the evidence: what to send back, what to look at, what to say, and the verdict. */
export function DecisionPanel(props: DecisionPanelProps) {
  const { view, memberId, desk, onClaim, isClaiming, pending, note, why, onAsk, onNext } = props;
  const isOver = isClosed(view.status);
  const isReading = isOver || view.status === "waiting_for_applicant";
  return (
    <div className={css.panel}>
      <div className={css.head}>
        <h2>Decision</h2>
        <SlaChip row={view} />
        {view.proposed && !isOver && <p>Proposed: {view.proposed.title}.</p>}
        {onClaim && (
          <Button
            className={css.claim ?? ""}
            variant="default"
            onClick={onClaim}
            loading={isClaiming}
            rightSection={<Kbd keys="e" />}
          >
            {view.assignee ? `Take over from ${view.assignee.name}` : "Take this case"}
          </Button>
        )}
      </div>
      {pending || <Standing view={view} memberId={memberId} />}
      {!isReading && !pending && <SendBackList view={view} desk={desk} />}
      {!isReading && (
        <Checklist
          lines={view.checklist}
          ticks={desk.draft.ticks}
          onTicks={(ticks) => desk.change({ ticks })}
        />
      )}
      {note}
      {isReading || pending ? (
        <div className={css.done}>
          {isOver && <p className={css.voice}>This case is closed. Notes can still be added.</p>}
          {!isOver && !pending && <p className={css.voice}>{why.approve}</p>}
          {onNext && (
            <Button onClick={onNext} rightSection={<Kbd keys="n" />}>
              Take next case
            </Button>
          )}
        </div>
      ) : (
        <VerdictButtons count={desk.draft.items.length} why={why} onAsk={onAsk} />
      )}
    </div>
  );
}
