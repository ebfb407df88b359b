import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ApiProvider } from "@/components/trpc/provider";
import { ClockProvider } from "@/components/ui/format/clock";
import { BackOffice } from "@/components/workspaces/back-office";
import { caller, pageMember } from "@/server/api/hydrate";

/** The session gate of the pages is a courtesy; every procedure checks for itself. */
export default async function BackOfficeLayout({ children }: { children: ReactNode }) {
  const current = await pageMember();
  if (!current) redirect(`/sign-in?callbackUrl=${encodeURIComponent(await pathAskedFor())}`);
  const { session, membership } = current;
  const { timeZone } = await (await caller()).workspaces.get();
  const choices = session.memberships.map((m) => ({
    id: m.workspaceId,
    name: m.workspaceName,
    isSandbox: m.kind === "sandbox",
  }));
  return (
    <ApiProvider>
      <ClockProvider now={Date.now()} timeZone={timeZone}>
        <BackOffice
          member={{
            id: membership.memberId,
            name: membership.name,
            email: session.email,
            role: membership.role,
          }}
          workspace={choices.find(({ id }) => id === membership.workspaceId)!}
          workspaces={choices}
          isRailMini={(await cookies()).get("gh_rail")?.value === "mini"}
        >
          {children}
        </BackOffice>
      </ClockProvider>
    </ApiProvider>
  );
}

/** The address as it was asked for, without what Next adds when it fetches only a part of a page. */
async function pathAskedFor(): Promise<string> {
  const url = new URL((await headers()).get("x-path") ?? "/", "http://gatehouse.invalid");
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}
