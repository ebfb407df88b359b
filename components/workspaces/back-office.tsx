"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { MemberMenu } from "@/components/shell/member-menu";
import { openPalette } from "@/components/shell/palette";
import { Shell } from "@/components/shell/shell";
import { type WorkspaceChoice, WorkspaceSwitcher } from "@/components/shell/workspace-switcher";
import { useTRPC } from "@/components/trpc/client";
import type { Role } from "@/db/enums/enums";
import { can, roleTitles } from "@/server/workspaces/policy";
import { BackOfficePalette } from "./back-office-palette";
import { rememberRail, signOut, switchWorkspace } from "./leave";
import { MemberProvider } from "./member";
import { roomsOf } from "./rooms";
import { SessionEnded } from "./session-ended";

export interface BackOfficeProps {
  member: { id: string; name: string; email: string; role: Role };
  workspace: WorkspaceChoice;
  workspaces: readonly WorkspaceChoice[];
  isRailMini: boolean;
  children: ReactNode;
}

/** The frame of the back office, filled with who is here, where, and what they may see. */
export function BackOffice({ member, workspace, workspaces, isRailMini, children }: BackOfficeProps) {
  const trpc = useTRPC();
  const counts = useQuery({
    ...trpc.cases.counts.queryOptions(),
    enabled: can({ kind: "member", role: member.role }, "cases.view"),
    refetchInterval: 60_000,
  });
  const paused = useQuery({
    ...trpc.webhooks.paused.queryOptions(),
    enabled: can({ kind: "member", role: member.role }, "webhooks.change"),
    refetchInterval: 60_000,
  });
  const asking: Record<string, number | undefined> = {
    "/cases": counts.data?.mine,
    "/settings": paused.data?.length,
  };
  const rooms = roomsOf(member.role).map((room) => ({ ...room, count: asking[room.href] }));
  return (
    <MemberProvider member={member}>
      <Shell
        rooms={rooms}
        isSandbox={workspace.isSandbox}
        startsMini={isRailMini}
        onMini={rememberRail}
        onSearch={openPalette}
        switcher={<WorkspaceSwitcher current={workspace} choices={workspaces} onSwitch={switchWorkspace} />}
        member={(openKeys) => (
          <MemberMenu
            name={member.name}
            email={member.email}
            role={roleTitles[member.role]}
            accountHref="/settings/account"
            onKeys={openKeys}
            onSignOut={signOut}
          />
        )}
      >
        {children}
      </Shell>
      <BackOfficePalette rooms={rooms} />
      <SessionEnded />
    </MemberProvider>
  );
}
