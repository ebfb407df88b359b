import { inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { withLogins } from "./logins";
import { renewPasswords } from "./renew-passwords";
import { showAccounts } from "./show-accounts";
import { demoWorkspaces } from "./workspace";

await withLogins(async ({ owner, app, keys }) => {
  const [demo] = await demoWorkspaces(owner);
  if (!demo) {
    console.log("There is no demo workspace here, so there are no demo accounts.");
    process.exitCode = 1;
    return;
  }
  const at = new Date();
  const actor = { kind: "system", id: "seed" } as const;
  const ctx = { db: app, workspaceId: demo.id, actor, at, requestId: newId("request", at), keys };
  showAccounts(await inTransaction(ctx, (_, ctx) => renewPasswords(ctx)));
});
