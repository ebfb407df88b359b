"use client";

import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { BrandMark } from "@/components/shell/brand-mark";
import css from "./sign-in-form.module.css";

interface SignInFormProps {
  onSubmit: (email: string, password: string) => void;
  isSending: boolean;
  refusal: string | undefined;
}

/**
 * The door. The fields keep their own text, so what was typed before the page came alive counts too; `post` keeps a
 * password out of the address should somebody be that quick.
 */
export function SignInForm({ onSubmit, isSending, refusal }: SignInFormProps) {
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (refusal && !isSending) password.current?.select();
  }, [refusal, isSending]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSending) return;
    const typed = { email: email.current?.value.trim() ?? "", password: password.current?.value ?? "" };
    const gaps = {
      ...(typed.email ? {} : { email: "Enter your e-mail address." }),
      ...(typed.password ? {} : { password: "Enter your password." }),
    };
    setMissing(gaps);
    if (gaps.email) email.current?.focus();
    else if (gaps.password) password.current?.focus();
    else onSubmit(typed.email, typed.password);
  };

  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}>
          <BrandMark size={26} />
          Gatehouse
        </div>
        <h1 className={css.title}>Sign in</h1>
        <form onSubmit={submit} method="post" action="/api/auth/callback/credentials" noValidate>
          <Stack gap="md">
            {refusal && (
              <p className={css.refusal} role="alert">
                <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
                {refusal}
              </p>
            )}
            <TextInput
              ref={email}
              name="email"
              label="E-mail"
              type="email"
              size="md"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              error={missing.email}
              data-autofocus
            />
            <PasswordInput
              ref={password}
              name="password"
              label="Password"
              size="md"
              autoComplete="current-password"
              error={missing.password}
              visibilityToggleButtonProps={{ "aria-label": "Show or hide the password" }}
            />
            <Button type="submit" size="md" fullWidth loading={isSending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </div>
      <p className={css.foot}>You are signed out after 30 minutes without activity.</p>
    </main>
  );
}
