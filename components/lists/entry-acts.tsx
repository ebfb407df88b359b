"use client";

import { Button, Group, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormFrame } from "@/components/form/form-frame";
import { ReasonField } from "@/components/form/reason-field";
import { useServerForm } from "@/components/form/use-server-form";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { tell, tellFailure } from "@/components/ui/tell";
import {
  addEntryInput,
  changeEntryInput,
  type EntryVersion,
  type EntryView,
  type ListView,
  withdrawEntryInput,
} from "@/server/lists/schema";
import { dayToTime } from "./add-entry";

interface EntryActsProps {
  list: ListView;
  entry: EntryVersion;
  state: EntryView["state"];
  refresh: () => void;
}

const PROPOSED = "Proposed: another member must approve it";
const dayOf = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? "";

/** What can be done about an entry: another end or reason, off the list, or back on it. */
export function EntryActs(props: EntryActsProps) {
  const [open, setOpen] = useState<"change" | "withdraw" | "back">();
  const counts = props.state === "active" || props.state === "upcoming";
  const close = () => setOpen(undefined);
  if (open === "change") return <ChangeForm {...props} onClose={close} />;
  if (open === "withdraw") return <WithdrawForm {...props} onClose={close} />;
  if (open === "back") return <BackForm {...props} onClose={close} />;
  return (
    <Group gap="xs">
      {counts ? (
        <>
          <Button variant="default" onClick={() => setOpen("change")}>
            Change
          </Button>
          <Button variant="default" color="red" onClick={() => setOpen("withdraw")}>
            Take off the list
          </Button>
        </>
      ) : (
        <Button onClick={() => setOpen("back")}>Add back</Button>
      )}
    </Group>
  );
}

type FormProps = EntryActsProps & { onClose: () => void };

function ChangeForm({ list, entry, refresh, onClose }: FormProps) {
  const trpc = useTRPC();
  const change = useMutation(trpc.lists.changeEntry.mutationOptions({ onSuccess: refresh }));
  const before = { reason: entry.reason, owner: entry.owner, until: dayOf(entry.validTo) };
  const { form, ...frame } = useServerForm({
    initialValues: before,
    schema: changeEntryInput,
    toInput: ({ reason, owner, until }) => ({
      ...{ key: list.key, entryId: entry.entryId, reason, owner },
      // A day that nobody touched keeps its hour.
      ...(until !== before.until && { validTo: dayToTime(until) }),
    }),
    send: async (input) => {
      const { state } = await change.mutateAsync({
        ...input,
        validTo: input.validTo === undefined ? undefined : (input.validTo?.toISOString() ?? null),
      });
      tell(state === "waiting" ? PROPOSED : "The entry was changed");
    },
    onSent: onClose,
  });
  return (
    <FormFrame {...frame} verb="Save" onCancel={onClose} isIdle={!form.isDirty()}>
      <ReasonField data-autofocus maxLength={500} {...form.getInputProps("reason")} />
      <TextInput label="Owner" maxLength={120} {...form.getInputProps("owner")} />
      <TextInput
        label="Expires on"
        description="At the beginning of the day, in UTC. Empty: it counts for good."
        type="date"
        {...form.getInputProps("until")}
        error={form.errors["validTo"]}
      />
    </FormFrame>
  );
}

function WithdrawForm({ list, entry, refresh, onClose }: FormProps) {
  const trpc = useTRPC();
  const withdraw = useMutation(trpc.lists.withdrawEntry.mutationOptions({ onSuccess: refresh }));
  const addBack = useMutation(
    trpc.lists.addEntry.mutationOptions({
      onSuccess: () => {
        refresh();
        tell("It is on the list again");
      },
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const offerUndo = () => {
    const id = `withdrawn ${entry.entryId}`;
    const validTo = entry.validTo?.toISOString() ?? null;
    notifications.show({
      id,
      autoClose: 10_000,
      message: (
        <Group gap="xs" justify="space-between">
          Taken off the list
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(id);
              const { value, reason, owner } = entry;
              addBack.mutate({ key: list.key, value, reason, owner, validTo });
            }}
          >
            Undo
          </Button>
        </Group>
      ),
    });
  };
  const { form, ...frame } = useServerForm({
    initialValues: { reason: "" },
    schema: withdrawEntryInput,
    toInput: ({ reason }) => ({ key: list.key, entryId: entry.entryId, reason }),
    send: async (input) => {
      const { state } = await withdraw.mutateAsync(input);
      if (state === "waiting") tell(PROPOSED);
      else offerUndo();
    },
    onSent: onClose,
  });
  return (
    <FormFrame {...frame} verb="Take off" onCancel={onClose}>
      <ReasonField
        description="From now on it does not count. Decisions of before keep reading it as it was."
        data-autofocus
        maxLength={500}
        {...form.getInputProps("reason")}
      />
    </FormFrame>
  );
}

function BackForm({ list, entry, refresh, onClose }: FormProps) {
  const trpc = useTRPC();
  const add = useMutation(trpc.lists.addEntry.mutationOptions({ onSuccess: refresh }));
  const { form, ...frame } = useServerForm({
    initialValues: { reason: "", until: "" },
    schema: addEntryInput,
    toInput: ({ reason, until }) => ({
      ...{ key: list.key, value: entry.value, reason, owner: entry.owner, validTo: dayToTime(until) },
    }),
    send: async ({ key, value, reason, owner, validTo }) => {
      const { state } = await add.mutateAsync({
        ...{ key, value, reason, owner, validTo: validTo?.toISOString() ?? null },
      });
      tell(state === "waiting" ? PROPOSED : "It is on the list again");
    },
    onSent: onClose,
  });
  return (
    <FormFrame {...frame} verb="Add back" onCancel={onClose}>
      <ReasonField data-autofocus maxLength={500} {...form.getInputProps("reason")} />
      <TextInput
        label="Expires on"
        description="At the beginning of the day, in UTC. Empty: it counts for good."
        type="date"
        {...form.getInputProps("until")}
        error={form.errors["validTo"]}
      />
    </FormFrame>
  );
}
