"use client";

import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { Secret } from "@/components/ui/secret";
import type { ApiScope } from "@/server/workspaces/policy";
import { createApiKeyInput } from "@/server/workspaces/schema";
import { scopeWords } from "./scope-words";
import css from "./settings.module.css";

interface CreateApiKeyProps {
  opened: boolean;
  onClose: () => void;
  /** The scopes the member may hand on. */
  scopes: readonly ApiScope[];
  send: (input: z.output<typeof createApiKeyInput>) => Promise<{ key: string }>;
}

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "never", label: "Until it is revoked" },
];

/** Makes a key, then shows it: once. */
export function CreateApiKey({ opened, onClose, scopes, send }: CreateApiKeyProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Create an API key"
      size={520}
      // The key is gone with the dialog: a stray click must not take it.
      closeOnClickOutside={false}
    >
      <CreateApiKeyForm onClose={onClose} scopes={scopes} send={send} />
    </Modal>
  );
}

function CreateApiKeyForm({ onClose, scopes, send }: Omit<CreateApiKeyProps, "opened">) {
  const [made, setMade] = useState<string>();
  const { form, ...frame } = useServerForm({
    initialValues: { name: "", scopes: [] as string[], days: "90" },
    schema: createApiKeyInput,
    toInput: ({ days, ...rest }) => ({ ...rest, ...(days === "never" ? {} : { days: Number(days) }) }),
    send: async (input) => setMade((await send(input)).key),
  });
  if (made)
    return (
      <Stack gap="md">
        <Secret label="The key" value={made}>
          Keep this key where your systems find it. It is shown only now; Gatehouse keeps nothing it could be
          read from.
        </Secret>
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  return (
    <FormFrame {...frame} verb="Create" onCancel={onClose}>
      <TextInput
        label="Name"
        description="What will use it, so that it can be recognised later."
        placeholder="Shop backend"
        autoComplete="off"
        data-autofocus
        {...form.getInputProps("name")}
      />
      <Checkbox.Group label="It may" {...form.getInputProps("scopes")}>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            className={css.scope}
            label={scopeWords[scope]}
            description={<span className={css.mono}>{scope}</span>}
          />
        ))}
      </Checkbox.Group>
      <Select label="It works for" data={lifetimes} {...form.getInputProps("days")} />
    </FormFrame>
  );
}
