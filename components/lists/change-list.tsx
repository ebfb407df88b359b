"use client";

import { Checkbox, Modal, Textarea, TextInput } from "@mantine/core";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { changeListInput, type ListView } from "@/server/lists/schema";

interface ChangeListProps {
  list: ListView;
  opened: boolean;
  onClose: () => void;
  send: (input: z.input<typeof changeListInput>) => Promise<unknown>;
}

export function ChangeList(props: ChangeListProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Settings of the list" size={560}>
      <ChangeForm {...props} />
    </Modal>
  );
}

function ChangeForm({ list, onClose, send }: ChangeListProps) {
  const { title, description, needsApproval } = list;
  const { form, ...frame } = useServerForm({
    initialValues: { title, description, needsApproval },
    schema: changeListInput,
    toInput: (values) => ({ key: list.key, ...values }),
    send,
    onSent: onClose,
  });
  return (
    <FormFrame {...frame} verb="Save" onCancel={onClose} isIdle={!form.isDirty()}>
      <TextInput label="Name" maxLength={120} data-autofocus {...form.getInputProps("title")} />
      <Textarea
        label="What it is for"
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps("description")}
      />
      <Checkbox
        label="A second person approves every change"
        description="What one member adds, changes or takes off counts once another has approved it."
        {...form.getInputProps("needsApproval", { type: "checkbox" })}
      />
    </FormFrame>
  );
}
