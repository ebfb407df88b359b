"use client";

import { useState } from "react";
import { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import css from "./plugins.module.css";
import { propertiesOf, ZodFields } from "./zod-fields";

interface ChangeCredentialsProps {
  schema: z.ZodObject;
  send: (credentials: Record<string, unknown>) => Promise<unknown>;
}

/** Replaces what the connection is opened with. What is there cannot be shown: it never comes back out. */
export function ChangeCredentials({ schema, send }: ChangeCredentialsProps) {
  const [said, setSaid] = useState<string>();
  const { form, ...frame } = useServerForm({
    initialValues: {
      credentials: Object.fromEntries(propertiesOf(schema).map(([name]) => [name, ""])) as Record<
        string,
        unknown
      >,
    },
    schema: z.object({ credentials: schema }),
    send: ({ credentials }) => send(credentials),
    clears: true,
    onSent: () => {
      setSaid("Replaced. Test the connection to be sure.");
    },
  });
  return (
    <FormFrame {...frame} verb="Replace the credentials" said={said} isIdle={!form.isDirty()}>
      <p className={css.intro}>
        What is stored now is sealed and is never shown. New credentials replace all of it at once.
      </p>
      <ZodFields schema={schema} path="credentials" form={form} isSecret />
    </FormFrame>
  );
}
