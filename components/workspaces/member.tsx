"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "@/db/enums/enums";
import { can, type Permission } from "@/server/workspaces/policy";

export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
}

const MemberContext = createContext<Member | undefined>(undefined);

export function MemberProvider({ member, children }: { member: Member; children: ReactNode }) {
  return <MemberContext value={member}>{children}</MemberContext>;
}

/** Who is signed in, for controllers. */
export function useMember(): Member {
  const member = useContext(MemberContext);
  if (!member) throw new Error("a back-office controller was used outside the back office");
  return member;
}

/** Whether to offer something. The procedure decides; this only spares people a refusal. */
export function useCan(permission: Permission): boolean {
  return can({ kind: "member", role: useMember().role }, permission);
}
