"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc/client";
import {
  decideReviewInput,
  type ReviewedChange,
  requestReviewInput,
} from "@/server/workflows/approval/schema";
import { type ActPart, done } from "./act-part";
import { TestChecks } from "./publish-checks";
import { ReasonDialog } from "./reason-dialog";
import { changeText, wishText } from "./version-acts";

/** Asks a second person to look at a change; what is asked about a draft says what its tests come to. */
export function AskReview({ change, ...part }: ActPart & { change: ReviewedChange }) {
  const trpc = useTRPC();
  const { needsApproval, workflow } = part.view;
  const send = useMutation(trpc.workflows.requestReview.mutationOptions());
  return (
    <ReasonDialog
      title="Request review"
      verb="Request review"
      reasonLabel="What to look at"
      schema={requestReviewInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: workflow.id, change, note: reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, "The review was requested")}
    >
      {needsApproval
        ? `In this workspace ${changeText(change)} takes a second person: a risk manager or an admin who changed nothing since the live version, and who is not you.`
        : "A risk manager or an admin who changed nothing since the live version looks at it. This workspace does not demand it: whoever may publish can go ahead all the same."}
      {change.kind === "publish" && (
        <>
          {" "}
          Until then the draft stays as it is: changing it takes the request back.
          <DraftTests workflowId={workflow.id} />
        </>
      )}
    </ReasonDialog>
  );
}

function DraftTests({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const { data, error, mutate } = useMutation(trpc.workflows.testDraft.mutationOptions());
  useEffect(() => mutate({ workflowId }), [workflowId, mutate]);
  // The request itself runs them again, and says so when it cannot.
  if (error) return null;
  return <TestChecks report={data} />;
}

/** The second person's word, with a note. */
export function DecideReview({
  says,
  reviewId,
  ...part
}: ActPart & { says: "approve" | "reject"; reviewId: string }) {
  const trpc = useTRPC();
  const { workflow, review } = part.view;
  const send = useMutation(trpc.workflows.decideReview.mutationOptions());
  const isYes = says === "approve";
  return (
    <ReasonDialog
      title={isYes ? "Approve this change?" : "Send this change back?"}
      verb={isYes ? "Approve" : "Send back"}
      reasonLabel="Note"
      schema={decideReviewInput}
      initialValues={{ reason: "" }}
      toInput={({ reason }) => ({ workflowId: workflow.id, reviewId, says, note: reason })}
      send={send.mutateAsync}
      onClose={part.onClose}
      onSent={done(part, isYes ? "Approved" : "Sent back")}
    >
      {review && `${review.requestedBy} asks ${wishText(review.change)}. `}
      {isYes
        ? "Approving does it not yet: whoever may publish does. A change of the draft ends the approval."
        : "The draft can then be changed again, and a review requested again."}
      {isYes && review?.tests && review.tests.failed.length > 0 && <TestChecks report={review.tests} />}
    </ReasonDialog>
  );
}
