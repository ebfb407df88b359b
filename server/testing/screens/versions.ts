import type { Page } from "playwright";
import { ask, decideAll, tell } from "./call";
import type { Screen } from "./screen";
import { below, click, follow, inTurn, type Steps } from "./steps";
import { orders, seller } from "./workflows";

/** The order check with a stricter version in the shadow, a draft, and decisions that both have made. */
async function makeVersions(page: Page) {
  const all = (await ask(page, "workflows.list")) as { id: string; key: string }[];
  const workflowId = all.find(({ key }) => key === "order_check")?.id ?? "";
  const { versions } = await ask(page, "workflows.lifecycle", { workflowId });
  if (versions.length > 1) return;
  const { document } = await ask(page, "workflows.draft", { workflowId });
  const stricter = JSON.parse(JSON.stringify(document).replaceAll("5000", "400"));
  const { revision } = await tell(page, "workflows.saveDraft", {
    workflowId,
    revision: 0,
    document: stricter,
  });
  await tell(page, "workflows.publish", {
    ...{ workflowId, revision, acceptWarnings: true, live: "no" },
    note: "Orders over 400 are looked at by a person.",
  });
  await tell(page, "workflows.runShadow", {
    workflowId,
    version: 2,
    reason: "To see how many it would hold.",
  });
  await decideAll(
    page,
    [20, 90, 350, 450, 700, 6000].map((amount) => ({
      workflow: "order_check",
      input: { amount, country: "DE" },
      party: { name: `Customer ${amount}` },
    })),
  );
  const again = { ...stricter, description: "Says at once whether an order can be sent." };
  await tell(page, "workflows.saveDraft", { workflowId, revision, document: again });
  // The shadow follows when the worker gets to it.
  await page.waitForTimeout(9_000);
}

let made: Promise<void> | undefined;
const withVersions =
  (then: Steps): Steps =>
  async (page) => {
    // Two pages at once would both make the second version.
    made ??= makeVersions(page);
    await made;
    await then(page);
  };

export const versions: readonly Screen[] = [
  {
    name: "versions",
    state: "filled",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("versions"))),
  },
  {
    name: "versions",
    state: "difference",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("versions"), follow(/\/changes/))),
  },
  {
    name: "versions",
    state: "publish",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("versions"), click("Publish"))),
  },
  {
    name: "versions",
    state: "challenger",
    as: "admin",
    path: "/workflows",
    steps: withVersions(
      inTurn(
        orders,
        below("versions"),
        click("What to do with version 2"),
        click("Run as challenger", "menuitem"),
      ),
    ),
  },
  {
    name: "versions",
    state: "first",
    as: "auditor",
    path: "/workflows",
    steps: inTurn(seller, below("versions")),
  },
  {
    name: "versions",
    state: "shadow",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("shadow/2"))),
  },
  {
    name: "versions",
    state: "shadow-empty",
    as: "admin",
    path: "/workflows",
    steps: inTurn(seller, below("shadow/1")),
  },
  {
    name: "versions",
    state: "draft",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("draft"))),
  },
];
