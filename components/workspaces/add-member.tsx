"use client";

import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { Secret } from "@/components/ui/secret";
import { roleTitles } from "@/server/workspaces/policy";
import { addMemberInput } from "@/server/workspaces/schema";

interface AddMemberProps {
  opened: boolean;
  onClose: () => void;
  send: (input: z.output<typeof addMemberInput>) => Promise<{ password?: string | undefined }>;
}

const roleChoices = Object.entries(roleTitles).map(([value, label]) => ({ value, label }));

/** Adds a person, then shows their first password: once. */
export function AddMember({ opened, onClose, send }: AddMemberProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Add a member"
      size={480}
      // The password is gone with the dialog: a stray click must not take it.
      closeOnClickOutside={false}
    >
      <AddMemberForm onClose={onClose} send={send} />
    </Modal>
  );
}

function AddMemberForm({ onClose, send }: Omit<AddMemberProps, "opened">) {
  const [added, setAdded] = useState<{ name: string; email: string; password: string | undefined }>();
  const { form, ...frame } = useServerForm({
    initialValues: { name: "", email: "", role: "analyst" },
    schema: addMemberInput,
    send: async (input) => {
      const { password } = await send(input);
      setAdded({ name: input.name, email: input.email, password });
    },
  });
  if (added)
    return (
      <Stack gap="md">
        {added.password ? (
          <Secret label={`First password of ${added.name}`} value={added.password}>
            {`Give this password to ${added.name} (${added.email}) in a safe way. It is shown only now; they can change it under Your account.`}
          </Secret>
        ) : (
          <Text>
            {added.name} signs in already, so they keep their password and find this workspace in the
            switcher.
          </Text>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  return (
    <FormFrame {...frame} verb="Add" onCancel={onClose}>
      <TextInput label="Name" autoComplete="off" data-autofocus {...form.getInputProps("name")} />
      <TextInput label="E-mail" type="email" autoComplete="off" {...form.getInputProps("email")} />
      <Select label="Role" data={roleChoices} {...form.getInputProps("role")} />
    </FormFrame>
  );
}
