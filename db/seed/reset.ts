import { createInterface } from "node:readline/promises";
import { demoSize, resetDemo } from "./demo";
import { withLogins } from "./logins";
import { showAccounts } from "./show-accounts";
import { demoWorkspaces } from "./workspace";

async function agreed(question: string): Promise<boolean> {
  if (process.argv.includes("--yes")) return true;
  if (!process.stdin.isTTY) {
    console.log(`${question}\nNobody can be asked here. Run it in a terminal, or with --yes.`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question}\nType “yes” to go on: `);
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}

await withLogins(async (logins) => {
  const demos = await demoWorkspaces(logins.owner);
  for (const { id, name } of demos) {
    const { applications } = await demoSize(logins.owner, id);
    const question = `This deletes the demo workspace “${name}” with its ${applications} applications, people and audit trail, and makes it anew. Other workspaces stay as they are.`;
    if (!(await agreed(question))) {
      console.log("Nothing was changed.");
      process.exitCode = 1;
      return;
    }
  }
  if (demos.length === 0) {
    console.log("There is no demo workspace here, so there is nothing to reset.");
    process.exitCode = 1;
    return;
  }
  showAccounts(await resetDemo(logins, new Date()));
});
