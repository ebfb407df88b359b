import type { Page } from "playwright";
import type { Screen } from "./screen";
import { below, inTurn, type Steps } from "./steps";
import { seller } from "./workflows";

export const ready: Steps = async (page: Page) => {
  // Each size of the screen is another window, and only one of them edits.
  const take = page.getByRole("button", { name: "Take over" });
  const editing = page.locator("[data-editing]");
  await take.or(editing).first().waitFor();
  if (await take.isVisible()) await take.click();
  await editing.waitFor();
};
const edited = inTurn(seller, below("edit"), ready);
const shownAs =
  (view: string): Steps =>
  async (page) =>
    page.getByText(view, { exact: true }).first().click();
const of = (state: string, steps: Steps): Screen => ({
  name: "builder",
  ...{ state, steps },
  as: "risk_manager",
  path: "/workflows",
});

const searched: Steps = async (page) => {
  await page.getByRole("button", { name: "Search this workflow" }).click();
  await page.getByRole("combobox", { name: "Find in this workflow" }).fill("owner");
  await page.getByRole("option").first().waitFor();
};

/** The draft on the canvas, as a list, a step's settings, what is searched, and who may only read. */
export const builder: readonly Screen[] = [
  of("canvas", edited),
  of("list", inTurn(edited, shownAs("List"))),
  of(
    "step",
    inTurn(edited, shownAs("List"), async (page) => {
      await page.locator("[data-opens]").nth(2).click();
      await page.getByRole("textbox", { name: "Title of the step" }).waitFor();
    }),
  ),
  of("search", inTurn(edited, searched)),
  of(
    "used-where",
    inTurn(edited, searched, async (page) => {
      await page.keyboard.press("ArrowRight");
      await page.getByRole("button", { name: "Back" }).waitFor();
    }),
  ),
  of(
    "problems",
    inTurn(edited, async (page) => {
      await page.getByRole("tab", { name: /^Problems/ }).click();
      await page.getByRole("tabpanel", { name: /^Problems/ }).waitFor();
    }),
  ),
  { ...of("read-only", inTurn(seller, below("edit"))), as: "auditor" },
];
