import { seedDemo } from "./demo";
import { withLogins } from "./logins";
import { showAccounts } from "./show-accounts";

await withLogins(async (logins) => {
  const accounts = await seedDemo(logins, new Date());
  if (accounts) showAccounts(accounts);
});
