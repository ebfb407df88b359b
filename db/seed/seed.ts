import { seedDemo } from "./demo";
import { withLogins } from "./logins";
import { showAccounts } from "./show-accounts";

await withLogins(async (logins) => {
  const accounts = await seedDemo(logins, new Date());
  if (accounts) showAccounts(accounts);
  else console.log("Nothing was seeded: this database is in use. `npm run reset` makes the demo anew.");
});
