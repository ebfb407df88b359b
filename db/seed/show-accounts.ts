import { writeFileSync } from "node:fs";
import { roleTitles } from "@/server/workspaces/policy";
import type { DemoAccount } from "./people";

/** The accounts as a table for a terminal. */
export function accountLines(accounts: readonly DemoAccount[]): string[] {
  const width = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const roles = width(accounts.map(({ role }) => roleTitles[role]));
  const emails = width(accounts.map(({ email }) => email));
  return accounts.map(
    ({ role, email, password }) =>
      `  ${roleTitles[role].padEnd(roles)}  ${email.padEnd(emails)}  ${password}`,
  );
}

/** Prints the accounts once. `DEMO_ACCOUNTS_FILE` names a file that gets them too, as JSON only its owner can read. */
export function showAccounts(
  accounts: readonly DemoAccount[],
  file = process.env["DEMO_ACCOUNTS_FILE"],
): void {
  if (accounts.length === 0) return;
  console.log("\nDemo accounts. These passwords are shown once; `npm run demo:accounts` makes new ones.\n");
  for (const line of accountLines(accounts)) console.log(line);
  console.log("");
  if (file) writeFileSync(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
}
