"use client";

import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import { FormFrame } from "@/components/form/form-frame";
import { useServerForm } from "@/components/form/use-server-form";
import { changePasswordInput, MIN_PASSWORD, passwordIssue } from "@/server/auth/schema";

interface ChangePasswordProps {
  send: (input: z.output<typeof changePasswordInput>) => Promise<unknown>;
}

const eye = { "aria-label": "Show or hide the password" };

/** Takes the present password and a new one; the new one is judged while it is typed, by the server's own words. */
export function ChangePassword({ send }: ChangePasswordProps) {
  const [said, setSaid] = useState<string>();
  const { form, ...frame } = useServerForm({
    initialValues: { current: "", next: "" },
    schema: changePasswordInput,
    send,
    clears: true,
    onSent: () => {
      setSaid("Changed. Your other browsers are signed out.");
    },
  });
  const { next } = form.getValues();
  return (
    <FormFrame {...frame} verb="Change the password" said={said} isIdle={!form.isDirty()}>
      <PasswordInput
        label="Present password"
        autoComplete="current-password"
        visibilityToggleButtonProps={eye}
        {...form.getInputProps("current")}
      />
      <PasswordInput
        label="New password"
        description={
          (next && passwordIssue(next)) ||
          `At least ${MIN_PASSWORD} characters. A few unrelated words are easy to remember.`
        }
        autoComplete="new-password"
        visibilityToggleButtonProps={eye}
        {...form.getInputProps("next")}
      />
    </FormFrame>
  );
}
