"use client";

import { Button, Modal, TextInput } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { issuesToErrors, useServerForm } from "@/components/form/use-server-form";
import type { PluginKey } from "@/server/plugins/catalogue";
import type { PluginDefinition } from "@/server/plugins/contract";
import { createConnectionInput } from "@/server/plugins/schema";
import { PluginGallery } from "./plugin-gallery";
import css from "./plugins.module.css";
import { type Tried, TryConnection } from "./try-connection";
import { startValues, ZodFields } from "./zod-fields";

export interface TypedConnection {
  plugin: PluginKey;
  settings: Record<string, unknown>;
  credentials: Record<string, unknown>;
}

interface CreateConnectionProps {
  opened: boolean;
  onClose: () => void;
  plugins: readonly PluginDefinition[];
  attempt: (typed: TypedConnection) => Promise<Tried>;
  send: (input: z.output<typeof createConnectionInput>) => Promise<{ id: string }>;
  onSent: (id: string) => void;
}

/** Connects a system: first which one, then where it is, what opens it, and what workflows call it. */
export function CreateConnection(props: CreateConnectionProps) {
  const [plugin, setPlugin] = useState<PluginDefinition>();
  const close = () => {
    setPlugin(undefined);
    props.onClose();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={plugin ? `Connect: ${plugin.title}` : "What do you want to connect?"}
      size={plugin ? 560 : 680}
    >
      {plugin ? (
        <CreateConnectionForm
          {...props}
          plugin={plugin}
          onClose={close}
          onBack={() => setPlugin(undefined)}
        />
      ) : (
        <PluginGallery plugins={props.plugins} onChoose={setPlugin} />
      )}
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

interface FormProps extends Omit<CreateConnectionProps, "plugins" | "opened"> {
  plugin: PluginDefinition;
  onBack: () => void;
}

function CreateConnectionForm({ onClose, onBack, plugin, attempt, send, onSent }: FormProps) {
  const { form, ...frame } = useServerForm({
    initialValues: {
      plugin: plugin.key as PluginKey,
      title: plugin.title,
      key: keyOf(plugin.title),
      settings: startValues(plugin.settings),
      credentials: startValues(plugin.credentials),
    },
    schema: createConnectionInput,
    send: async (input) => onSent((await send(input)).id),
  });
  const { key, title, settings, credentials } = form.getValues();
  return (
    <FormFrame {...frame} verb="Connect" onCancel={onClose}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowLeft size={14} aria-hidden />}
        className={css.back}
        onClick={onBack}
      >
        All systems
      </Button>
      <p className={css.intro}>{plugin.summary}</p>
      <TextInput
        label="Name"
        data-autofocus
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
      <ZodFields schema={plugin.settings} path="settings" form={form} settings={settings} />
      <ZodFields schema={plugin.credentials} path="credentials" form={form} settings={settings} isSecret />
      <TryConnection
        attempt={() => attempt({ plugin: plugin.key as PluginKey, settings, credentials })}
        onRefused={({ issues }) => form.setErrors(issuesToErrors(issues, form.getValues()).errors)}
      />
    </FormFrame>
  );
}
