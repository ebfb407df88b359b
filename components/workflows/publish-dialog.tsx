"use client";

import { Alert, Modal, Select, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { tell } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { publishDraftInput } from "@/server/workflows/draft/schema";
import { ProblemChecks, TestChecks, TestOverride } from "./publish-checks";
import { instantOf, WhenField } from "./when-field";

interface PublishDialogProps {
  workflowId: string;
  revision: number;
  onClose: () => void;
  onDone: () => void;
}

/** Freezes the draft as a version: with a note, after its warnings were seen and its tests run, live now, later or not at all. */
export function PublishDialog({ workflowId, revision, onClose, onDone }: PublishDialogProps) {
  const trpc = useTRPC();
  const draft = useQuery(trpc.workflows.draft.queryOptions({ workflowId }, { refetchOnMount: "always" }));
  const check = useMutation(trpc.workflows.checkDraft.mutationOptions());
  const tests = useMutation(trpc.workflows.testDraft.mutationOptions());
  const publish = useMutation(trpc.workflows.publish.mutationOptions());
  const mayOverride = useCan("workflows.overrideTests");
  // The builder saves past the cache: what stands there may be what the draft said when the page was opened.
  const document = draft.isFetchedAfterMount ? draft.data?.document : undefined;
  const { mutate: runCheck } = check;
  const { mutate: runTests } = tests;
  useEffect(() => {
    if (!document) return;
    runCheck({ workflowId, document });
    runTests({ workflowId });
  }, [workflowId, document, runCheck, runTests]);
  const errors = check.data?.filter(({ severity }) => severity === "error") ?? [];
  const warnings = check.data?.filter(({ severity }) => severity === "warning") ?? [];
  const hasFailing = (tests.data?.failed.length ?? 0) > 0;
  const { form, ...frame } = useServerForm({
    initialValues: {
      ...{ note: "", live: "now" as string | null, at: "" },
      ...{ acceptWarnings: false, overrideTests: "" },
    },
    schema: publishDraftInput,
    toInput: ({ note, live, at, acceptWarnings, overrideTests }) => ({
      ...{ workflowId, revision, note, acceptWarnings },
      live: live === "at" ? instantOf(at) : live,
      ...(hasFailing && { overrideTests }),
    }),
    send: publish.mutateAsync,
    onSent: () => {
      tell("Published");
      onDone();
      onClose();
    },
  });
  const { live, acceptWarnings } = form.getValues();
  const failed = draft.error ?? check.error ?? tests.error;
  const isChecked = check.data !== undefined && tests.data !== undefined;
  return (
    <Modal opened onClose={onClose} title="Publish the draft" size={560}>
      <FormFrame
        {...frame}
        verb="Publish"
        onCancel={onClose}
        isIdle={
          !isChecked ||
          errors.length > 0 ||
          (warnings.length > 0 && !acceptWarnings) ||
          (hasFailing && !mayOverride)
        }
      >
        {failed ? (
          <Alert color="red" role="alert">
            {failureOf(failed).message}
          </Alert>
        ) : (
          <>
            <ProblemChecks
              problems={check.data}
              acceptProps={form.getInputProps("acceptWarnings", { type: "checkbox" })}
            />
            {errors.length === 0 && (
              <TestChecks report={tests.data}>
                <TestOverride mayOverride={mayOverride} {...form.getInputProps("overrideTests")} />
              </TestChecks>
            )}
          </>
        )}
        <Textarea
          label="What changed"
          description="Shown with the version for as long as it exists."
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          data-autofocus
          {...form.getInputProps("note")}
        />
        <Select
          label="When new runs begin with it"
          allowDeselect={false}
          data={[
            { value: "now", label: "Now" },
            { value: "at", label: "At a time to come" },
            { value: "no", label: "Not yet: for the shadow, as challenger, or later" },
          ]}
          {...form.getInputProps("live")}
        />
        {live === "at" && <WhenField {...form.getInputProps("at")} />}
      </FormFrame>
    </Modal>
  );
}
