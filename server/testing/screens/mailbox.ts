import type { Screen } from "./screen";
import { visible } from "./steps";

export const mailbox: readonly Screen[] = [
  { name: "mailbox", state: "filled", as: "analyst", path: "/mailbox" },
  {
    name: "mailbox",
    state: "message",
    as: "analyst",
    path: "/mailbox",
    steps: async (page) => {
      await visible(page, "main tbody tr, main li").first().click();
      await page.waitForURL(/message=/);
    },
  },
  { name: "mailbox", state: "nothing-matches", as: "analyst", path: "/mailbox?status=failed" },
];
