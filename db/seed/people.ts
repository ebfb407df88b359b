import type { Role } from "@/db/enums/enums";
import type { Context } from "@/server/context";
import { addMember } from "@/server/workspaces/add-member";

/** A sign-in to hand over. The password is known only here and now. */
export interface DemoAccount {
  role: Role;
  name: string;
  email: string;
  password: string;
}

/** One person per role, so that every permission can be seen from both sides. */
export const people: readonly { role: Role; name: string; email: string }[] = [
  { role: "admin", name: "Maya Lindqvist", email: "maya@example.com" },
  { role: "risk_manager", name: "Tomás Rivera", email: "tomas@example.com" },
  { role: "senior_analyst", name: "Jonas Weber", email: "jonas@example.com" },
  { role: "analyst", name: "Aisha Khan", email: "aisha@example.com" },
  { role: "auditor", name: "Ingrid Solberg", email: "ingrid@example.com" },
  { role: "developer", name: "Kenji Mori", email: "kenji@example.com" },
];

/** Adds everybody. A person who signs in to another workspace already keeps their password and is left out of the answer. */
export async function addPeople(ctx: Context): Promise<DemoAccount[]> {
  const accounts: DemoAccount[] = [];
  for (const person of people) {
    const { password } = await addMember(ctx, person);
    if (password) accounts.push({ ...person, password });
  }
  return accounts;
}
