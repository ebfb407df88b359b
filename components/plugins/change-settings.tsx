"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { issuesToErrors, useServerForm } from "@/components/form/use-server-form";
import type { PluginDefinition } from "@/server/plugins/contract";
import { type ConnectionDetail, changeConnectionInput } from "@/server/plugins/schema";
import type { TypedConnection } from "./create-connection";
import css from "./plugins.module.css";
import { type Tried, TryConnection } from "./try-connection";
import { deciding, startValues, ZodFields } from "./zod-fields";

export type SendChange = (input: z.output<typeof changeConnectionInput>) => Promise<unknown>;

interface ChangeSettingsProps {
  connection: ConnectionDetail;
  definition: PluginDefinition;
  send: SendChange;
  attempt: (typed: TypedConnection) => Promise<Tried>;
}

/** Name and settings. Where it leads cannot change without its credentials: the stored ones are for the old address. */
export function ChangeSettings({ connection, definition, send, attempt }: ChangeSettingsProps) {
  const [said, setSaid] = useState<string>();
  const stored = { ...startValues(definition.settings), ...connection.settings };
  const decisive = [...definition.address, ...deciding(definition.credentials)];
  const needsCredentials = (settings: Record<string, unknown>) =>
    decisive.some((field) => (settings[field] ?? "") !== (stored[field] ?? ""));
  const { form, ...frame } = useServerForm({
    initialValues: {
      title: connection.title,
      settings: stored,
      credentials: startValues(definition.credentials),
    },
    schema: changeConnectionInput,
    toInput: ({ title, settings, credentials }) => ({
      ...{ id: connection.id, title, settings },
      ...(needsCredentials(settings) && { credentials }),
    }),
    send,
    onSent: () => {
      form.setFieldValue("credentials", startValues(definition.credentials));
      form.resetDirty();
      setSaid("Saved.");
    },
  });
  const { settings, credentials } = form.getValues();
  const asksAgain = needsCredentials(settings);
  return (
    <FormFrame {...frame} verb="Save" said={form.isDirty() ? undefined : said} isIdle={!form.isDirty()}>
      <TextInput label="Name" {...form.getInputProps("title")} />
      <ZodFields schema={definition.settings} path="settings" form={form} settings={settings} />
      {asksAgain && (
        <>
          <p className={css.intro}>
            This changes where it leads or how it is opened, so enter the credentials again. What is stored
            was given for the old address and is not sent to a new one.
          </p>
          <ZodFields
            schema={definition.credentials}
            path="credentials"
            form={form}
            settings={settings}
            isSecret
          />
          <TryConnection
            attempt={() =>
              attempt({ plugin: definition.key as TypedConnection["plugin"], settings, credentials })
            }
            onRefused={({ issues }) => form.setErrors(issuesToErrors(issues, form.getValues()).errors)}
          />
        </>
      )}
    </FormFrame>
  );
}
