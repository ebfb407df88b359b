"use client";

import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { Secret } from "@/components/ui/secret";
import { createEndpointInput } from "@/server/webhooks/schema";
import { EndpointFields } from "./endpoint-fields";

interface Made {
  endpointId: string;
  secret: string;
}

interface CreateEndpointProps {
  opened: boolean;
  /** With the id of the endpoint, once one was made. */
  onClose: (made?: string) => void;
  send: (input: z.input<typeof createEndpointInput>) => Promise<Made>;
}

/** Makes an endpoint, then shows its secret: once. */
export function CreateEndpoint({ opened, onClose, send }: CreateEndpointProps) {
  const [made, setMade] = useState<Made>();
  const close = () => {
    onClose(made?.endpointId);
    setMade(undefined);
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made ? "The endpoint was added" : "Add a webhook endpoint"}
      size={680}
      // The secret is gone with the dialog: a stray click must not take it.
      closeOnClickOutside={false}
    >
      {made ? (
        <Stack gap="md">
          <Secret label="The signing secret" value={made.secret}>
            Give this secret to the receiver, which verifies every request with it. It is shown only now.
          </Secret>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <CreateForm onClose={onClose} onMade={setMade} send={send} />
      )}
    </Modal>
  );
}

function CreateForm({
  onClose,
  onMade,
  send,
}: Pick<CreateEndpointProps, "onClose" | "send"> & { onMade: (made: Made) => void }) {
  const { form, ...frame } = useServerForm({
    initialValues: { url: "", description: "", events: [] as string[] },
    schema: createEndpointInput,
    send: async (input) => onMade(await send(input)),
  });
  return (
    <FormFrame {...frame} verb="Add" onCancel={() => onClose()}>
      <EndpointFields form={form} />
    </FormFrame>
  );
}
