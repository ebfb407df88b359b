"use client";

import { Checkbox, Modal, Select, Textarea, TextInput } from "@mantine/core";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { createListInput, type ListKind } from "@/server/lists/schema";
import { kindChoices, listKindTitles } from "./kind-words";

interface CreateListProps {
  opened: boolean;
  onClose: () => void;
  send: (input: z.input<typeof createListInput>) => Promise<unknown>;
}

export function CreateList(props: CreateListProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="New list" size={560}>
      <CreateForm {...props} />
    </Modal>
  );
}

/** A key out of a name: *Blocked e-mails* is `blocked_e_mails`. */
const keyOf = (title: string): string =>
  title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 64);

function CreateForm({ onClose, send }: CreateListProps) {
  const { form, ...frame } = useServerForm({
    initialValues: {
      title: "",
      key: "",
      kind: "email" as ListKind,
      description: "",
      ignoresCase: true,
      needsApproval: false,
    },
    schema: createListInput,
    toInput: ({ key, title, ...rest }) => ({ ...rest, title, key: key.trim() === "" ? keyOf(title) : key }),
    send,
    onSent: onClose,
  });
  const { kind, title } = form.getValues();
  return (
    <FormFrame {...frame} verb="Create" onCancel={onClose}>
      <TextInput
        label="Name"
        placeholder="Blocked e-mails"
        data-autofocus
        maxLength={120}
        {...form.getInputProps("title")}
      />
      <Select
        label="What it holds"
        description={listKindTitles[kind].hint}
        data={kindChoices}
        allowDeselect={false}
        {...form.getInputProps("kind")}
      />
      {kind === "text" && (
        <Checkbox
          label="Large and small letters are the same"
          {...form.getInputProps("ignoresCase", { type: "checkbox" })}
        />
      )}
      <TextInput
        label="Key"
        description="What rules and the API call it. It stays."
        placeholder={keyOf(title) || "blocked_e_mails"}
        maxLength={64}
        {...form.getInputProps("key")}
      />
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
