"use client";

import { Alert, Checkbox, Loader, Modal, Select, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { tell } from "@/components/ui/tell";
import { publishDraftInput } from "@/server/workflows/draft/schema";
import { instantOf, When } from "./act-dialogs";
import css from "./versions.module.css";

interface PublishDialogProps {
  workflowId: string;
  revision: number;
  onClose: () => void;
  onDone: () => void;
}

/** Freezes the draft as a version: with a note, after its warnings were seen, live now, later or not at all. */
export function PublishDialog({ workflowId, revision, onClose, onDone }: PublishDialogProps) {
  const trpc = useTRPC();
  const draft = useQuery(trpc.workflows.draft.queryOptions({ workflowId }));
  const check = useMutation(trpc.workflows.checkDraft.mutationOptions());
  const publish = useMutation(trpc.workflows.publish.mutationOptions());
  const document = draft.data?.document;
  const { mutate } = check;
  useEffect(() => {
    if (document) mutate({ workflowId, document });
  }, [workflowId, document, mutate]);
  const errors = check.data?.filter(({ severity }) => severity === "error") ?? [];
  const warnings = check.data?.filter(({ severity }) => severity === "warning") ?? [];
  const { form, ...frame } = useServerForm({
    initialValues: { note: "", live: "now" as string | null, at: "", acceptWarnings: false },
    schema: publishDraftInput,
    toInput: ({ note, live, at, acceptWarnings }) => ({
      ...{ workflowId, revision, note, acceptWarnings },
      live: live === "at" ? instantOf(at) : live,
    }),
    send: publish.mutateAsync,
    onSent: () => {
      tell("Published");
      onDone();
      onClose();
    },
  });
  const { live, acceptWarnings } = form.getValues();
  const failed = draft.error ?? check.error;
  return (
    <Modal opened onClose={onClose} title="Publish the draft" size={560}>
      <FormFrame
        {...frame}
        verb="Publish"
        onCancel={onClose}
        isIdle={!check.data || errors.length > 0 || (warnings.length > 0 && !acceptWarnings)}
      >
        {failed && (
          <Alert color="red" role="alert">
            {failureOf(failed).message}
          </Alert>
        )}
        {!check.data && !failed && <Loader size="sm" aria-label="Checking the draft" />}
        {errors.length > 0 && (
          <Alert color="red" title="It cannot be published yet" role="alert">
            <Problems problems={errors} />
          </Alert>
        )}
        {warnings.length > 0 && errors.length === 0 && (
          <Alert color="yellow" title="Somebody should have seen this">
            <Problems problems={warnings} />
            <Checkbox
              mt="sm"
              label="I have seen the warnings and publish all the same"
              {...form.getInputProps("acceptWarnings", { type: "checkbox" })}
            />
          </Alert>
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
        {live === "at" && <When {...form.getInputProps("at")} />}
      </FormFrame>
    </Modal>
  );
}

function Problems({ problems }: { problems: readonly { path: string; message: string; fix?: string }[] }) {
  return (
    <ul className={css.problems}>
      {problems.map(({ path, message, fix }) => (
        <li key={`${path} ${message}`}>
          {message} {fix}
        </li>
      ))}
    </ul>
  );
}
