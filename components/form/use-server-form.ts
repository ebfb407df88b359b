"use client";

import { type FormErrors, type UseFormReturnType, useForm } from "@mantine/form";
import { useRef, useState } from "react";
import type { z } from "zod";
import { type Failure, failureOf } from "@/components/trpc/failure";

interface ServerFormOptions<Values extends Record<string, unknown>, Output> {
  initialValues: Values;
  /** The schema the server parses with: one vocabulary, one set of words for what is missing. */
  schema: z.ZodType<Output>;
  /** What the fields say, as the server wants it; without it the fields say exactly that. */
  toInput?: (values: Values) => unknown;
  /** Calls the server. What was typed stays until this succeeds. */
  send: (input: Output) => Promise<unknown>;
  onSent?: (() => void) | undefined;
  /** Empties the fields once they were sent: what is secret must not stay on the screen. */
  clears?: boolean;
}

export interface ServerForm<Values extends Record<string, unknown>> {
  form: UseFormReturnType<Values>;
  onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void;
  isSending: boolean;
  /** What went wrong beyond the fields. */
  failure: Failure | undefined;
}

/** The fields an issue may stand at: `owners.0.share` also at `owners.0` and `owners`. */
function fieldOf(path: string, values: Record<string, unknown>): string | undefined {
  const root = path.split(".")[0];
  return root !== undefined && root in values ? path : undefined;
}

/** Field errors of a refusal, and whether every complaint found its field. */
export function issuesToErrors(
  issues: Failure["issues"],
  values: Record<string, unknown>,
): { errors: FormErrors; isComplete: boolean } {
  const errors: FormErrors = {};
  let isComplete = issues.length > 0;
  for (const issue of issues) {
    const field = fieldOf(issue.path, values);
    if (field) errors[field] ??= issue.message;
    else isComplete = false;
  }
  return { errors, isComplete };
}

/** A form over a procedure: checked by the server's own schema before it leaves, and by the server after. */
export function useServerForm<Values extends Record<string, unknown>, Output>(
  options: ServerFormOptions<Values, Output>,
): ServerForm<Values> {
  const { initialValues, schema, toInput, send, onSent, clears = false } = options;
  const form = useForm<Values>({ mode: "controlled", initialValues, validateInputOnBlur: false });
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isBusy = useRef(false);

  const submit = async () => {
    if (isBusy.current) return;
    const values = form.getValues();
    const parsed = schema.safeParse(toInput ? toInput(values) : values);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({
        path: issue.path.join("."),
        code: issue.code,
        message: issue.message,
      }));
      show({
        message: "Some fields need another look.",
        code: "BAD_REQUEST",
        issues,
        reference: undefined,
        retryAfterSeconds: undefined,
      });
      return;
    }
    isBusy.current = true;
    setIsSending(true);
    setFailure(undefined);
    form.clearErrors();
    try {
      await send(parsed.data);
      if (clears) form.reset();
      else form.resetDirty(values);
      onSent?.();
    } catch (error) {
      show(failureOf(error));
    } finally {
      isBusy.current = false;
      setIsSending(false);
    }
  };

  function show(refusal: Failure) {
    const { errors, isComplete } = issuesToErrors(refusal.issues, form.getValues());
    form.setErrors(errors);
    setFailure(isComplete ? undefined : refusal);
    const first = Object.keys(errors)[0];
    if (first) requestAnimationFrame(() => form.getInputNode(first)?.focus());
  }

  return {
    form,
    onSubmit: (event) => {
      event?.preventDefault();
      void submit();
    },
    isSending,
    failure,
  };
}
