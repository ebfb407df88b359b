import type { Page } from "@playwright/test";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import type { Rule } from "@/server/rules/core/ast";
import { call, expect, expectAccessible, test } from "@/server/testing/e2e";
import { perform } from "@/server/testing/stories";
import type { DraftView } from "@/server/workflows/draft/schema";

const STEP = marketplaceSeller.nodes["eligibility"]!;
const SET = String(STEP.config["ruleSet"]);
const RULES = marketplaceSeller.rules[SET]!.rules.length;

/** A draft of the seller's policy, with the rules of one step open over the whole width. */
async function opened(page: Page, key: string): Promise<string> {
  const document = { ...marketplaceSeller, key: `${key}_${Date.now()}` };
  const { id } = await call<{ id: string }>(page, "workflows.create", { document });
  await page.goto(`/workflows/${id}/edit`);
  await expect(page.getByRole("button", { name: "Add a note", exact: true })).toBeEnabled();
  await page.getByRole("group", { name: new RegExp(`^${STEP.title}\\.`) }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Over the full width" }).click();
  return id;
}

/** The rule as it is stored, without the ids that nobody chose. */
async function stored(page: Page, workflowId: string): Promise<unknown> {
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const { document } = await perform<DraftView>(page, "workflows.draft", { workflowId }, "query");
  const rule: Rule | undefined = document.rules[SET]?.rules[RULES];
  return JSON.parse(JSON.stringify(rule?.when ?? null).replace(/"id":"[^"]*",?/g, ""));
}

/** “Planned sales above 50,000, and an owner of 25 % or more who either has no date of birth or is under 21.” */
const WANTED = {
  op: "all",
  of: [
    {
      ...{ op: ">", left: { field: "forms.seller.plannedSales" } },
      right: { value: { amount: 5_000_000, currency: "EUR" } },
    },
    {
      ...{ op: "some", list: "forms.seller.owners" },
      where: {
        op: "all",
        of: [
          { op: "≥", left: { field: "item.share" }, right: { value: 25 } },
          {
            op: "any",
            of: [
              { op: "is_missing", left: { field: "item.dateOfBirth" } },
              { op: "<", left: { ageInYears: { field: "item.dateOfBirth" } }, right: { value: 21 } },
            ],
          },
        ],
      },
    },
  ],
};

test("a rule with a nested group and an owner quantifier is built by mouse", async ({ house }) => {
  test.setTimeout(180_000);
  const page = await house.as("risk_manager");
  const id = await opened(page, "mouse");
  const pick = async (label: string, option: string | RegExp) => {
    await page.getByRole("combobox", { name: label, exact: true }).click();
    await page.getByRole("option", { name: option }).first().click();
  };
  const add = (what: string) => page.getByRole("button", { name: `Add: ${what}`, exact: true }).click();
  await page.getByRole("button", { name: "Add rule" }).click();
  await page
    .getByRole("textbox", { name: "Name of the rule", exact: true })
    .fill("A young owner of a large seller");
  await pick("Condition 1: what is tested", /^Planned sales a year money/);
  await pick("Condition 1: how", "is more than");
  await page.getByRole("textbox", { name: "Condition 1: value", exact: true }).fill("50,000");
  await add("Over a list");
  await pick("Condition 2: list", /^Owners and directors/);
  await pick("Condition 2 each.1: what is tested", /^Share of the company/);
  await pick("Condition 2 each.1: how", "is at least");
  await page.getByRole("textbox", { name: "Condition 2 each.1: value", exact: true }).fill("25");
  await add("Group in group 2 each");
  await pick("Condition 2 each.2.1: what is tested", /^Date of birth/);
  await pick("Condition 2 each.2.1: how", "is missing");
  await add("Condition in group 2 each.2");
  await pick("Condition 2 each.2.2: what is tested", /^Age in years by/);
  await pick("Condition 2 each.2.2: what is tested", /^Date of birth/);
  await pick("Condition 2 each.2.2: how", "is less than");
  await page.getByRole("textbox", { name: "Condition 2 each.2.2: value", exact: true }).fill("21");
  // What the record comes to stands beside every row, and the whole of it is a sentence.
  await expect(page.getByRole("group", { name: "Condition 1", exact: true })).toContainText(
    /True|False|Unknown/,
  );
  await expect(page.getByText(/^When Planned sales a year is more than EUR 50,000\.00 and \(/)).toBeVisible();
  // A decline needs a reason, and says so where it is chosen.
  await pick("Proposes", "Decline");
  await expect(page.getByText("This rule can decline without saying why.").first()).toBeVisible();
  await page.getByRole("combobox", { name: "Reason code", exact: true }).click();
  await page.getByRole("option", { name: "New reason code …" }).click();
  const reason = page.getByRole("group", { name: "New reason code" });
  await expect(reason.getByRole("textbox", { name: "Code of the reason" })).toHaveValue(
    "A_YOUNG_OWNER_OF_A_LARGE_SELLER",
  );
  await reason
    .getByRole("textbox", { name: "What the applicant reads" })
    .fill("We cannot offer you an account.");
  await reason.getByRole("button", { name: "Add the reason" }).click();
  await expect(page.getByText("This rule can decline without saying why.")).toHaveCount(0);
  await expectAccessible(page);
  expect(await stored(page, id)).toEqual(WANTED);

  // Dragged out of its group, and brought back by undo.
  await page
    .getByRole("button", { name: /^Move condition 2 each\.2\.1:/ })
    .dragTo(page.getByRole("group", { name: "Condition 1", exact: true }), {
      targetPosition: { x: 200, y: 4 },
    });
  await expect(page.getByRole("combobox", { name: "Condition 1: how", exact: true })).toHaveValue(
    "is missing",
  );
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Undo/ }).click();
  expect(await stored(page, id)).toEqual(WANTED);
});

test("the same rule is built by keyboard alone", async ({ house }) => {
  test.setTimeout(180_000);
  const page = await house.as("risk_manager");
  const id = await opened(page, "keys");
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const at = (label: string) => page.getByRole("combobox", { name: label, exact: true }).focus();
  /** Letters of what is meant, and enter. */
  const find = async (label: string, letters: string) => {
    await at(label);
    await page.keyboard.type(letters);
    await expect(page.getByRole("option").first()).toBeVisible();
    await press("Enter");
  };
  const choose = async (label: string, word: string) => {
    await at(label);
    await press("Enter");
    const options = page.getByRole("option");
    await expect(options.first()).toBeVisible();
    const words = await options.allInnerTexts();
    const now = Math.max(
      0,
      words.indexOf(await page.getByRole("combobox", { name: label, exact: true }).inputValue()),
    );
    const steps = words.indexOf(word) - now;
    for (let i = 0; i < Math.abs(steps); i++) await press(steps > 0 ? "ArrowDown" : "ArrowUp");
    await press("Enter");
    await expect(page.getByRole("combobox", { name: label, exact: true })).toHaveValue(word);
  };
  const write = async (label: string, text: string) => {
    await page.getByRole("textbox", { name: label, exact: true }).focus();
    await press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  const add = async (what: string) => {
    await page.getByRole("button", { name: `Add: ${what}`, exact: true }).focus();
    await press("Enter");
  };
  await page.getByRole("button", { name: "Add rule" }).focus();
  await press("Enter");
  await find("Condition 1: what is tested", "planned sales");
  await choose("Condition 1: how", "is more than");
  await write("Condition 1: value", "50,000");
  await add("Over a list");
  await expect(page.getByRole("combobox", { name: "Condition 2: how many", exact: true })).toBeFocused();
  await find("Condition 2 each.1: what is tested", "share of the");
  await choose("Condition 2 each.1: how", "is at least");
  await write("Condition 2 each.1: value", "25");
  // Written beside it, then taken into a group of its own.
  await add("Condition in group 2 each");
  await find("Condition 2 each.2: what is tested", "date of birth");
  await choose("Condition 2 each.2: how", "is missing");
  await page.getByRole("button", { name: /^Move condition 2 each\.2:/ }).focus();
  await press("ControlOrMeta+g");
  await expect(page.getByRole("combobox", { name: "Group 2 each.2 holds when", exact: true })).toHaveValue(
    "any of these",
  );
  await add("Condition in group 2 each");
  await find("Condition 2 each.3: what is tested", "age in years");
  await find("Condition 2 each.3: what is tested", "date of birth");
  await choose("Condition 2 each.3: how", "is less than");
  await write("Condition 2 each.3: value", "21");
  await page.getByRole("button", { name: /^Move condition 2 each\.3:/ }).focus();
  await press("ControlOrMeta+ArrowRight");
  await expect(page.getByRole("button", { name: /^Move condition 2 each\.2\.2:/ })).toBeFocused();
  expect(await stored(page, id)).toEqual(WANTED);

  // Left out and taken in again, duplicated and removed: focus stays with what is meant.
  await press("ControlOrMeta+/");
  await expect(page.getByText("left out", { exact: true })).toBeVisible();
  await press("ControlOrMeta+/", "ControlOrMeta+d");
  await expect(page.getByRole("button", { name: /^Move condition 2 each\.2\.3:/ })).toBeFocused();
  await press("Delete");
  expect(await stored(page, id)).toEqual(WANTED);
});
