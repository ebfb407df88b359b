"use client";

import { Modal, Select, TextInput } from "@mantine/core";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { findPluginDefinition } from "@/server/plugins/catalogue";
import type { PluginDefinition } from "@/server/plugins/contract";
import { createConnectionInput } from "@/server/plugins/schema";
import { startValues, ZodFields } from "./zod-fields";

interface CreateConnectionProps {
  opened: boolean;
  onClose: () => void;
  plugins: readonly PluginDefinition[];
  send: (input: z.output<typeof createConnectionInput>) => Promise<{ id: string }>;
  onSent: (id: string) => void;
}

/** Connects a vendor: which one, what workflows call it, and what it is opened with. */
export function CreateConnection(props: CreateConnectionProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Connect a vendor" size={520}>
      <CreateConnectionForm {...props} />
    </Modal>
  );
}

/** `Sandbox company registry` as `sandbox_company_registry`. */
const keyOf = (title: string) =>
  title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 64);

function CreateConnectionForm({ onClose, plugins, send, onSent }: CreateConnectionProps) {
  const { form, ...frame } = useServerForm({
    initialValues: {
      plugin: "",
      title: "",
      key: "",
      credentials: {} as Record<string, unknown>,
      settings: {} as Record<string, unknown>,
    },
    schema: createConnectionInput,
    send: async (input) => onSent((await send(input)).id),
  });
  const { plugin, key, title } = form.getValues();
  const definition = findPluginDefinition(plugin);
  const choose = (chosen: string | null) => {
    const next = chosen ? findPluginDefinition(chosen) : undefined;
    if (!next) return;
    const isUntouched = title === "" || title === definition?.title;
    form.setValues({
      plugin: next.key,
      ...(isUntouched ? { title: next.title, key: keyOf(next.title) } : {}),
      credentials: startValues(next.credentials),
      settings: startValues(next.settings),
    });
  };
  return (
    <FormFrame {...frame} verb="Connect" onCancel={onClose} isIdle={!definition}>
      <Select
        label="Vendor"
        placeholder="Choose a vendor"
        data={plugins.map((one) => ({ value: one.key, label: one.title }))}
        description={definition?.summary}
        data-autofocus
        {...form.getInputProps("plugin")}
        onChange={choose}
      />
      {definition && (
        <>
          <TextInput
            label="Name"
            {...form.getInputProps("title")}
            onChange={(event) => {
              const next = event.currentTarget.value;
              form.setFieldValue("title", next);
              if (key === keyOf(title)) form.setFieldValue("key", keyOf(next));
            }}
          />
          <TextInput
            label="Key"
            description="What workflows call it. It stays as it is."
            {...form.getInputProps("key")}
          />
          <ZodFields schema={definition.credentials} path="credentials" form={form} isSecret />
          <ZodFields schema={definition.settings} path="settings" form={form} />
        </>
      )}
    </FormFrame>
  );
}
