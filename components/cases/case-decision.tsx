import { Button, Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import { failureOf } from "@/components/trpc/failure";
import { formatCount } from "@/components/ui/format/words";
import { useKeys } from "@/components/ui/keys";
import { tell } from "@/components/ui/tell";
import { useCan, useMember } from "@/components/workspaces/member";
import { type Verdict, verdicts } from "@/db/enums/enums";
import { isClosed } from "@/server/cases/policy";
import type { CaseView } from "@/server/cases/schema";
import layout from "./case-page.module.css";
import { CaseStatusChip, SlaChip } from "./case-words";
import { DecisionPanel } from "./decision-panel";
import { NoteBox } from "./note-box";
import { PendingVerdict } from "./pending-verdict";
import { standingVerdict } from "./standing";
import { useCaseActs } from "./use-case-acts";
import type { DraftDesk } from "./use-draft";
import { VerdictDialog } from "./verdict-dialog";

interface CaseDecisionProps {
  view: CaseView;
  desk: DraftDesk;
  onNext: (() => void) | undefined;
}

/** The decision of a case as a column, or on a phone as a sheet from below. */
export function CaseDecision({ view, desk, onNext }: CaseDecisionProps) {
  const member = useMember();
  const canClaim = useCan("cases.assign");
  const isNarrow = useMediaQuery("(max-width: 62em)");
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const [asked, setAsked] = useState<{ verdict: Verdict; revision: number }>();
  const { assign, saveNote, decide, undo, refresh, inputOf } = useCaseActs(view, desk);

  const why = whyNot(view, desk);
  const ask = (verdict: Verdict) => {
    if (why[verdict] !== null) return tell(why[verdict]);
    decide.reset();
    setAsked({ verdict, revision: view.revision });
  };
  const claim = () => assign.mutate({ caseId: view.id, ...(view.assignee ? { memberId: member.id } : {}) });
  const last = standingVerdict(view);
  const isPending = !isClosed(view.status) && (last?.state === "pending" || view.may.undo?.allowed === true);
  const isOver = isClosed(view.status);
  const isTaken = view.assignee !== null && view.assignee.id !== member.id;
  const mayTake =
    canClaim && !isOver && view.assignee?.id !== member.id && (isTaken || view.may.approve?.allowed === true);
  useKeys("Deciding", [
    ...(isOver || isPending
      ? []
      : [
          { keys: "a", label: "Approve", run: () => ask("approve") },
          { keys: "s", label: "Send back", run: () => ask("send_back") },
          { keys: "d", label: "Decline", run: () => ask("decline") },
        ]),
    ...(mayTake ? [{ keys: "e", label: "Take the case", run: claim }] : []),
    ...(view.may.undo?.allowed
      ? [{ keys: "z", label: "Undo the verdict", run: () => undo.mutate({ caseId: view.id }) }]
      : []),
    { keys: "m", label: "Write a note", run: () => noteRef.current?.focus() },
  ]);

  const failure = decide.error ? failureOf(decide.error) : undefined;
  const panel = (
    <DecisionPanel
      view={view}
      memberId={member.id}
      desk={desk}
      onClaim={mayTake ? claim : undefined}
      isClaiming={assign.isPending}
      why={why}
      onAsk={ask}
      onNext={onNext}
      pending={
        isPending &&
        last && (
          <PendingVerdict
            verdict={last}
            memberId={member.id}
            mayUndo={view.may.undo?.allowed === true}
            onUndo={() => undo.mutate({ caseId: view.id })}
            isUndoing={undo.isPending}
            onOver={() => void refresh()}
          />
        )
      }
      note={
        <NoteBox
          note={desk.draft.note}
          onNote={(note) => desk.change({ note })}
          onSave={saveNote.run}
          isSaving={saveNote.isPending}
          failure={saveNote.error ? failureOf(saveNote.error).message : undefined}
          closed={view.may.note?.why ?? null}
          inputRef={noteRef}
        />
      }
    />
  );
  return (
    <>
      {isNarrow ? (
        <>
          <div className={layout.sheetBar}>
            <Button fullWidth size="md" onClick={() => setIsSheetOpen(true)}>
              {desk.draft.items.length > 0
                ? `Decide: send back ${formatCount(desk.draft.items.length, "item")}`
                : isOver
                  ? "Notes"
                  : "Decide"}
            </Button>
            {view.status === "open" ? <SlaChip row={view} /> : <CaseStatusChip status={view.status} />}
          </div>
          <Drawer
            opened={isSheetOpen}
            onClose={() => setIsSheetOpen(false)}
            position="bottom"
            size="84%"
            styles={{ body: { padding: 0 } }}
            radius="12px 12px 0 0"
            title={view.party.name}
            closeButtonProps={{ "aria-label": "Back to the evidence" }}
          >
            {panel}
          </Drawer>
        </>
      ) : (
        <aside className={layout.decision} aria-label="Decision">
          {panel}
        </aside>
      )}
      {asked && (
        <VerdictDialog
          verdict={asked.verdict}
          view={view}
          memberId={member.id}
          desk={desk}
          onClose={() => setAsked(undefined)}
          onConfirm={() =>
            decide.mutate(inputOf(asked.verdict, asked.revision), { onSuccess: () => setAsked(undefined) })
          }
          isSending={decide.isPending}
          failure={failure}
          isStale={failure?.code === "CONFLICT"}
        />
      )}
    </>
  );
}

/** What keeps each verdict closed: the policy's words, or an empty list to send back. */
function whyNot(view: CaseView, desk: DraftDesk): Record<Verdict, string | null> {
  const closed = Object.fromEntries(
    verdicts.map((verdict) => [verdict, view.may[verdict]?.why ?? null]),
  ) as Record<Verdict, string | null>;
  return {
    ...closed,
    send_back:
      closed.send_back ??
      (desk.draft.items.length === 0 ? "Send back opens when a field or document is chosen." : null),
  };
}
