"use client";

import { useState } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import type { PluginDefinition } from "@/server/plugins/contract";
import { type ConnectionDetail, changeConnectionInput, connectionLimits } from "@/server/plugins/schema";
import type { SendChange } from "./change-settings";
import { ZodFields } from "./zod-fields";

interface ChangeLimitsProps {
  connection: ConnectionDetail;
  definition: PluginDefinition;
  send: SendChange;
}

/** How long one call may take, and when the connection is left in peace. */
export function ChangeLimits({ connection, definition, send }: ChangeLimitsProps) {
  const [said, setSaid] = useState<string>();
  const { form, ...frame } = useServerForm({
    initialValues: { limits: connection.limits as Record<string, unknown> },
    schema: changeConnectionInput,
    toInput: ({ limits }) => ({ id: connection.id, limits }),
    send,
    onSent: () => setSaid("Saved."),
  });
  return (
    <FormFrame {...frame} verb="Save the limits" said={said} isIdle={!form.isDirty()}>
      {/* What a sandbox vendor fails at was asked for, so it has no circuit and needs no second attempt. */}
      <ZodFields
        schema={definition.sandboxOnly ? connectionLimits.pick({ timeoutMs: true }) : connectionLimits}
        path="limits"
        form={form}
      />
    </FormFrame>
  );
}
