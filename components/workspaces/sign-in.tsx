"use client";

import { useState } from "react";
import { signInRefusal } from "@/server/auth/schema";
import { SignInForm } from "./sign-in-form";

interface SignInProps {
  /** Where to go on to; judged safe by the page. */
  callbackPath: string;
  /** The code in the address, when somebody was sent here. */
  refusal: string | undefined;
}

/** Asks the server to sign in. A refusal leaves everything typed where it is. */
export function SignIn({ callbackPath, refusal }: SignInProps) {
  const [message, setMessage] = useState(signInRefusal(refusal));
  const [isSending, setIsSending] = useState(false);

  async function send(email: string, password: string) {
    setIsSending(true);
    try {
      const code = await refusalOf(email, password);
      if (code === undefined) {
        // A whole new page: nothing of the time before may stay in memory.
        window.location.assign(callbackPath);
        return;
      }
      setMessage(signInRefusal(code));
    } catch {
      setMessage("The server could not be reached. Check the connection, then try again.");
    }
    setIsSending(false);
  }

  return <SignInForm onSubmit={send} isSending={isSending} refusal={message} />;
}

/** The code the server refuses with, or nothing when it let the person in. */
async function refusalOf(email: string, password: string): Promise<string | undefined> {
  const asked = await fetch("/api/auth/csrf", { cache: "no-store" });
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const { url } = (await answer.json()) as { url?: string };
  const code = url ? new URL(url, window.location.href).searchParams.get("error") : null;
  if (code) return code;
  return answer.ok ? undefined : "Unavailable";
}
