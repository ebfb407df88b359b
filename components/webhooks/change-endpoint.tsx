"use client";

import { Modal } from "@mantine/core";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { changeEndpointInput, type EndpointView } from "@/server/webhooks/schema";
import { EndpointFields } from "./endpoint-fields";

interface ChangeEndpointProps {
  endpoint: EndpointView;
  opened: boolean;
  onClose: () => void;
  send: (input: z.input<typeof changeEndpointInput>) => Promise<unknown>;
}

export function ChangeEndpoint(props: ChangeEndpointProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Change the endpoint" size={680}>
      <ChangeForm {...props} />
    </Modal>
  );
}

function ChangeForm({ endpoint, onClose, send }: ChangeEndpointProps) {
  const { form, ...frame } = useServerForm({
    initialValues: { url: "", description: endpoint.description, events: endpoint.events },
    schema: changeEndpointInput,
    toInput: ({ url, ...rest }) => ({ endpointId: endpoint.id, ...rest, ...(url.trim() ? { url } : {}) }),
    send,
    onSent: onClose,
  });
  return (
    <FormFrame {...frame} verb="Save" onCancel={onClose} isIdle={!form.isDirty()}>
      <EndpointFields form={form} present={endpoint.url} />
    </FormFrame>
  );
}
