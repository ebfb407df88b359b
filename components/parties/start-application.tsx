"use client";

import { Alert, Button, Group, Modal, Select, Skeleton, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { createApplicationInput } from "@/server/applications/schema";
import type { WorkflowRow } from "@/server/workflows/schema";
import { ApplicantLink } from "./applicant-link";

interface StartApplicationProps {
  opened: boolean;
  onClose: () => void;
  /** The party it is for; without one, the applicant says who they are. */
  party?: { id: string; name: string; kind: "business" | "person" } | undefined;
}

/** Starts an application and shows its link: once. */
export function StartApplication({ opened, onClose, party }: StartApplicationProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={party ? `Start an application of ${party.name}` : "Start an application"}
      size={520}
      // The link is gone with the dialog: a stray click must not take it.
      closeOnClickOutside={false}
    >
      <FittingWorkflows onClose={onClose} party={party} />
    </Modal>
  );
}

/**
 * Asks only once the dialog is open: a query that waits in the frame of every page would stand before the page's own
 * prefetched one, and server and browser would draw different first pictures.
 */
function FittingWorkflows({ onClose, party }: Omit<StartApplicationProps, "opened">) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const create = useMutation(
    trpc.applications.create.mutationOptions({
      onSuccess: () =>
        Promise.all([
          client.invalidateQueries(trpc.parties.pathFilter()),
          client.invalidateQueries(trpc.applications.pathFilter()),
        ]),
    }),
  );
  if (workflows.error) return <Alert color="red">{failureOf(workflows.error).message}</Alert>;
  const fitting = workflows.data?.filter(
    (row) => row.liveVersion !== null && row.takesApplications && (!party || row.partyKind === party.kind),
  );
  return fitting ? (
    <StartForm party={party} workflows={fitting} onClose={onClose} send={create.mutateAsync} />
  ) : (
    <Skeleton height={120} aria-busy />
  );
}

interface StartFormProps extends Pick<StartApplicationProps, "party" | "onClose"> {
  workflows: readonly WorkflowRow[];
  send: (
    input: ReturnType<typeof createApplicationInput.parse>,
  ) => Promise<{ link: string; linkExpiresAt: string }>;
}

function StartForm({ party, workflows, onClose, send }: StartFormProps) {
  const [made, setMade] = useState<{ link: string; linkExpiresAt: string }>();
  const { form, ...frame } = useServerForm({
    initialValues: { workflow: workflows[0]?.key ?? "", name: "", reference: "" },
    schema: createApplicationInput,
    toInput: ({ workflow, name, reference }) => ({
      workflow,
      ...(party ? { party: { id: party.id } } : name.trim() && { party: { name } }),
      ...(reference.trim() && { reference }),
    }),
    send: async (input) => setMade(await send(input)),
  });
  if (made)
    return (
      <Stack gap="md">
        <ApplicantLink {...made} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  if (workflows.length === 0)
    return (
      <Stack gap="md">
        <p>
          No live workflow takes applications
          {party ? ` of ${party.kind === "business" ? "companies" : "people"}` : ""}. Publish one first.
        </p>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Stack>
    );
  return (
    <FormFrame {...frame} verb="Start" onCancel={onClose}>
      <Select
        label="Workflow"
        data={workflows.map(({ key, title }) => ({ value: key, label: title }))}
        data-autofocus
        {...form.getInputProps("workflow")}
      />
      {!party && (
        <TextInput
          label="Name of the company or person"
          description="If you know it. They can correct it."
          autoComplete="off"
          {...form.getInputProps("name")}
        />
      )}
      <TextInput
        label="Your reference"
        description="What this is called in your own systems, if it is."
        autoComplete="off"
        {...form.getInputProps("reference")}
      />
    </FormFrame>
  );
}
