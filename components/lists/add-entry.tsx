"use client";

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFailure } from "@/components/form/form-failure";
import { useServerForm } from "@/components/form/use-server-form";
import { spellEntry } from "@/server/lists/policy";
import { addEntryInput, type ListView } from "@/server/lists/schema";
import { listKindTitles } from "./kind-words";
import css from "./lists.module.css";

interface AddEntryProps {
  list: ListView;
  send: (input: z.output<typeof addEntryInput>) => Promise<unknown>;
}

/** The day somebody chose, as the instant it begins in UTC. */
export const dayToTime = (day: string): string | null => (day === "" ? null : `${day}T00:00:00Z`);

/** A line to put a value on the list, which says at once when it is none of the list's kind. */
export function AddEntry({ list, send }: AddEntryProps) {
  const [left, setLeft] = useState("");
  const { form, onSubmit, isSending, failure } = useServerForm({
    initialValues: { value: "", reason: "", until: "" },
    schema: addEntryInput,
    toInput: ({ value, reason, until }) => ({ key: list.key, value, reason, validTo: dayToTime(until) }),
    send,
    clears: true,
  });
  const spelled = left.trim() === "" ? undefined : spellEntry(list, left);
  const problem = spelled && "problem" in spelled ? spelled.problem : undefined;
  const { error, ...value } = form.getInputProps("value");
  const kept = spelled && "value" in spelled && spelled.value !== left.trim() ? spelled.value : undefined;
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Add an entry" className={css.stack}>
      <div className={css.add}>
        <TextInput
          className={css.grow ?? ""}
          label="Value"
          placeholder={listKindTitles[list.kind].example}
          {...value}
          error={error ?? problem}
          description={kept && `Kept as ${kept}`}
          inputWrapperOrder={["label", "input", "description", "error"]}
          onBlur={(event) => setLeft(event.currentTarget.value)}
          onChange={(event) => {
            setLeft("");
            value.onChange(event);
          }}
        />
        <TextInput
          className={css.grow ?? ""}
          label="Why"
          placeholder="Chargeback of order 4711"
          maxLength={500}
          {...form.getInputProps("reason")}
        />
        <TextInput
          label="Expires on"
          type="date"
          w={170}
          {...form.getInputProps("until")}
          error={form.errors["validTo"]}
        />
        <Button type="submit" loading={isSending} className={css.button ?? ""}>
          {list.needsApproval ? "Propose" : "Add"}
        </Button>
      </div>
      {failure && <FormFailure failure={failure} />}
    </form>
  );
}
