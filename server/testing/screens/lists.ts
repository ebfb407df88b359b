import type { Page } from "playwright";
import { ask, tell } from "./call";
import type { Screen } from "./screen";
import { click, follow, inTurn, type Steps } from "./steps";

const emails = [
  ["@throwaway.example", "Throw-away addresses", null],
  ["mallory@example.com", "Chargeback of order 4711, confirmed by the issuer", null],
  ["a.very.long.address.of.somebody.who.likes.long.names@subdomain.of.a.company.example", "Reported", null],
  ["oscar@example.net", "Watched for ninety days", "2100-01-01T00:00:00Z"],
  ["trudy@example.org", "Tested", null],
] as const;

/** A block list with every state, and one whose changes need a second person. Made by whoever comes first. */
async function makeLists(page: Page): Promise<void> {
  const known = (await ask(page, "lists.list", {})) as { key: string }[];
  if (known.some(({ key }) => key === "blocked_emails")) return;
  await tell(page, "lists.create", {
    ...{ key: "blocked_emails", title: "Blocked e-mails", kind: "email" },
    description: "Used in fraud before. Ask the fraud team before you take one off.",
  });
  for (const [value, reason, validTo] of emails)
    await tell(page, "lists.addEntry", {
      key: "blocked_emails",
      value,
      reason,
      owner: "Fraud team",
      validTo,
    });
  const { data } = await ask(page, "lists.entries", { key: "blocked_emails", search: "trudy" });
  await tell(page, "lists.withdrawEntry", {
    ...{ key: "blocked_emails", entryId: data[0].entryId, reason: "It was a test" },
  });
  await tell(page, "lists.create", {
    ...{ key: "trusted_ibans", title: "Trusted IBANs", kind: "iban", needsApproval: true },
  });
  await tell(page, "lists.addEntry", {
    ...{ key: "trusted_ibans", value: "DE89 3704 0044 0532 0130 00", reason: "Verified by a call" },
  });
  await tell(page, "lists.create", { key: "office_networks", title: "Office networks", kind: "ip" });
}

let made: Promise<void> | undefined;
const withLists =
  (then: Steps): Steps =>
  async (page) => {
    made ??= makeLists(page);
    await made;
    await page.reload();
    await then(page);
  };
const nothing: Steps = async () => {};

const as = "risk_manager";
export const lists: readonly Screen[] = [
  { name: "lists", state: "filled", as, path: "/lists", steps: withLists(nothing) },
  { name: "lists", state: "new", as, path: "/lists", steps: withLists(click("New list")) },
  { name: "lists", state: "archived", as, path: "/lists?archived=true" },
  { name: "list", state: "entries", as, path: "/lists/blocked_emails", steps: withLists(nothing) },
  { name: "list", state: "all", as, path: "/lists/blocked_emails?state=all", steps: withLists(nothing) },
  { name: "list", state: "empty", as, path: "/lists/office_networks", steps: withLists(nothing) },
  {
    name: "list",
    state: "entry",
    as,
    path: "/lists",
    steps: withLists(inTurn(follow(/^\/lists\/blocked_emails/), openRow("mallory@example.com"))),
  },
  { name: "list", state: "import", as, path: "/lists/blocked_emails", steps: withLists(importing) },
  {
    name: "list",
    state: "waiting",
    as,
    path: "/lists/trusted_ibans?tab=waiting",
    steps: withLists(nothing),
  },
  {
    name: "list",
    state: "history",
    as,
    path: "/lists/blocked_emails?tab=history",
    steps: withLists(nothing),
  },
  { name: "list", state: "uses", as, path: "/lists/blocked_emails?tab=uses", steps: withLists(nothing) },
];

function openRow(name: string): Steps {
  return async (page) => {
    await page.getByRole("table", { name: "entries" }).getByText(name).click();
    await page.getByRole("dialog").getByText("History").waitFor();
  };
}

async function importing(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Import" }).click();
  await page
    .getByRole("dialog")
    .locator("input[type=file]")
    .setInputFiles({
      name: "blocked.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        "email,reason,expires,remark\nnew@example.com,chargeback,2100-01-01,x\nno address,,,\nother@example.com,,31.12.2026,\n",
      ),
    });
  await page.getByRole("table", { name: "rows with a mistake" }).waitFor();
}
