"use client";

import { useState } from "react";
import { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { DateTimeText } from "@/components/ui/format/moment";
import type { PluginDefinition } from "@/server/plugins/contract";
import type { ConnectionDetail } from "@/server/plugins/schema";
import type { SendChange } from "./change-settings";
import css from "./plugins.module.css";
import { isAsked, propertiesOf, ZodFields } from "./zod-fields";

interface ChangeCredentialsProps {
  connection: ConnectionDetail;
  definition: PluginDefinition;
  send: SendChange;
}

/** Replaces what the connection is opened with. What is there cannot be shown: it never comes back out. */
export function ChangeCredentials({ connection, definition, send }: ChangeCredentialsProps) {
  const [said, setSaid] = useState<string>();
  const { credentialsSet, settings } = connection;
  const { form, ...frame } = useServerForm({
    initialValues: {
      credentials: Object.fromEntries(
        propertiesOf(definition.credentials).map(([name]) => [name, ""]),
      ) as Record<string, unknown>,
    },
    schema: z.object({ credentials: definition.credentials }),
    send: ({ credentials }) => send({ id: connection.id, credentials }),
    clears: true,
    onSent: () => {
      setSaid("Replaced. Test the connection to be sure.");
    },
  });
  const isOpen = !propertiesOf(definition.credentials).some(([, property]) => isAsked(property, settings));
  if (isOpen)
    return <p className={css.intro}>It is opened by nothing: its settings ask for no credentials.</p>;
  return (
    <FormFrame {...frame} verb="Replace the credentials" said={said} isIdle={!form.isDirty()}>
      <p className={css.intro}>
        {credentialsSet && (
          <>
            Set on <DateTimeText at={credentialsSet.at} /> by {credentialsSet.by}.{" "}
          </>
        )}
        What is stored is sealed and never shown. New credentials replace all of it at once.
      </p>
      <ZodFields
        schema={definition.credentials}
        path="credentials"
        form={form}
        settings={settings}
        isSecret
      />
    </FormFrame>
  );
}
