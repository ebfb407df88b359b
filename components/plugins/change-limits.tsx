"use client";

import { useState } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { type ConnectionDetail, changeConnectionInput, connectionLimits } from "@/server/plugins/schema";
import type { SendChange } from "./change-settings";
import { ZodFields } from "./zod-fields";

/** How long one call may take, and when the connection is left in peace. */
export function ChangeLimits({ connection, send }: { connection: ConnectionDetail; send: SendChange }) {
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
      <ZodFields schema={connectionLimits} path="limits" form={form} />
    </FormFrame>
  );
}
