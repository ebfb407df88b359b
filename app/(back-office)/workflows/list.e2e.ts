import { call, expect, expectAccessible, test } from "@/server/testing/e2e";
import { orderPolicy } from "@/server/testing/order-policy";
import { perform } from "@/server/testing/stories";

const { start, yes } = orderPolicy().nodes;
const large = { id: "c", op: ">", left: { field: "input.amount" }, right: { value: 1000 } } as const;

/** A start that leads to an end, and the rules that are to stand between. */
const bare = (key: string) =>
  orderPolicy(
    { key },
    {
      nodes: { start, yes },
      edges: [{ from: "start", outlet: "next", to: "yes" }],
      rules: {
        amount: {
          title: "Amount",
          rules: [
            {
              ...{ code: "LARGE", title: "The order is large", when: large },
              ...{ outcome: "decline", reasonCode: "TOO_LARGE" },
            },
          ],
          otherwise: "approve",
        },
      },
      reasonCodes: {
        TOO_LARGE: { applicant: "We cannot take this order.", staff: "It is worth too much.", priority: 1 },
      },
    },
  );

/** What is built: the same, with a rules step, and a branch whose ways lead to two ends. */
const built = {
  nodes: {
    ...{ start, yes },
    rules: { type: "rules", version: 1, title: "Rules", config: { ruleSet: "amount" } },
    branch: { type: "branch", version: 1, title: "Which way", config: { by: "outcome" } },
    end: { type: "end", version: 1, title: "Declined", config: { outcome: "decline" } },
  },
  edges: [
    { from: "branch", outlet: "approve", to: "yes" },
    { from: "branch", outlet: "decline", to: "end" },
    { from: "branch", outlet: "none", to: "yes" },
    { from: "rules", outlet: "next", to: "branch" },
    { from: "start", outlet: "next", to: "rules" },
  ],
};

test("a flow is built in the list by keyboard alone", async ({ house }) => {
  test.setTimeout(150_000);
  const page = await house.as("risk_manager");
  const { id } = await call<{ id: string }>(page, "workflows.create", { document: bare(`l_${Date.now()}`) });
  await page.goto(`/workflows/${id}/edit`);
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  const { keyboard } = page;
  const list = page.getByRole("region", { name: "Steps as a list" });
  const row = (title: string) => list.getByRole("button", { name: title, exact: true });
  const adding = page.getByRole("dialog", { name: "Add a step" });
  const add = async (type: string) => {
    await keyboard.press("a");
    await adding.getByRole("textbox", { name: "Find a step" }).fill(type);
    await adding.getByRole("button", { name: type, exact: true }).focus();
    await keyboard.press("Enter");
    await expect(adding).toHaveCount(0);
    // Whoever has added a step is at that step.
    await expect(row(type)).toBeFocused();
  };
  const choose = async (setting: RegExp, title: string) => {
    await page.getByRole("tab", { name: "Settings" }).focus();
    await keyboard.press("Enter");
    await page.getByRole("combobox", { name: setting }).focus();
    await keyboard.type(title);
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
  };

  await keyboard.press("l");
  await expect(list).toBeVisible();
  await keyboard.press("j");
  await expect(row("Order")).toBeFocused();
  await add("Rules");
  await choose(/^Rule set/, "Amount");
  await row("Rules").focus();
  await add("Branch");
  // Behind its first way that leads nowhere.
  await add("End");
  await choose(/^Outcome/, "Decline");
  await row("End").focus();
  await keyboard.press("r");
  await keyboard.type("Declined");
  await keyboard.press("Enter");
  await expect(row("Declined")).toBeFocused();

  // Up to the branch, whose last loose way is led to what is there.
  for (
    let count = 0;
    count < 5 && !(await row("Branch").evaluate((one) => one === document.activeElement));
    count++
  )
    await keyboard.press("k");
  await expect(row("Branch")).toBeFocused();
  await keyboard.press("r");
  await keyboard.type("Which way");
  await keyboard.press("Enter");
  await expect(row("Which way")).toBeFocused();
  await keyboard.press("w");
  await expect(list.getByRole("combobox", { name: "Which way, Nothing proposed leads to" })).toBeFocused();
  await keyboard.type("Approved");
  await keyboard.press("Enter");
  await expect(
    list.getByRole("button", { name: /^Which way, Nothing proposed leads to step \d, Approved/ }),
  ).toBeFocused();

  // Too much is done, and taken back.
  await row("Declined").focus();
  await keyboard.press("Control+d");
  await expect(row("Declined 2")).toBeFocused();
  await keyboard.press("Delete");
  await expect(row("Declined 2")).toHaveCount(0);
  await keyboard.press("Control+z");
  await expect(row("Declined 2")).toBeVisible();
  await keyboard.press("Control+z");
  await expect(row("Declined 2")).toHaveCount(0);
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const { document: drawn } = await perform<{ document: typeof built }>(
    page,
    "workflows.draft",
    { workflowId: id },
    "query",
  );
  expect(drawn.nodes).toEqual(built.nodes);
  const name = ({ from, outlet }: (typeof built.edges)[number]) => `${from} ${outlet}`;
  expect(drawn.edges.toSorted((a, b) => name(a).localeCompare(name(b)))).toEqual(built.edges);
  await expectAccessible(page);
});
