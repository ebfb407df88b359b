"use client";

import { Modal, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { ReasonField } from "@/components/form/reason-field";
import { useServerForm } from "@/components/form/use-server-form";

interface ReasonDialogProps<Values extends Record<string, unknown>, Output> {
  title: string;
  /** What will happen. */
  children: ReactNode;
  verb: string;
  schema: z.ZodType<Output>;
  initialValues: Values & { reason: string };
  toInput: (values: Values & { reason: string }) => unknown;
  send: (input: Output) => Promise<unknown>;
  onClose: () => void;
  onSent: () => void;
  /** More to fill in than the reason. */
  fields?: (form: UseFormReturnType<Values & { reason: string }>) => ReactNode;
  reasonLabel?: string;
}

/** Asks before a change of what runs live, with a reason that stays on record. */
export function ReasonDialog<Values extends Record<string, unknown>, Output>(
  props: ReasonDialogProps<Values, Output>,
) {
  const { title, children, verb, schema, initialValues, toInput, send, onClose, onSent, fields } = props;
  const { form, ...frame } = useServerForm<Values & { reason: string }, Output>({
    initialValues,
    schema,
    toInput,
    send,
    onSent,
  });
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <FormFrame {...frame} verb={verb} onCancel={onClose}>
        <Text size="sm" component="div">
          {children}
        </Text>
        {fields?.(form)}
        <ReasonField
          {...(props.reasonLabel && { label: props.reasonLabel })}
          description="Stays on record with your name."
          data-autofocus
          {...form.getInputProps("reason")}
        />
      </FormFrame>
    </Modal>
  );
}
