import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignIn } from "@/components/workspaces/sign-in";
import { pageMember } from "@/server/api/hydrate";
import { safeCallbackPath } from "@/server/auth/schema";

export const metadata: Metadata = { title: "Sign in" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, error } = await searchParams;
  const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
  const callbackPath = safeCallbackPath(one(callbackUrl));
  if (await pageMember()) redirect(callbackPath);
  return <SignIn callbackPath={callbackPath} refusal={one(error)} />;
}
