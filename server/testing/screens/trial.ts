import type { Page } from "playwright";
import { drawnSeller, ready } from "./builder";
import type { Screen } from "./screen";
import { below, click, inTurn, type Steps } from "./steps";
import { orders } from "./workflows";

const opened = inTurn(ready, async (page: Page) => {
  await page.getByRole("tab", { name: "Test run" }).click();
});
const draft = inTurn(drawnSeller, opened);
const begun = inTurn(draft, click(/^Start$/));
const handedIn = inTurn(
  begun,
  click("To the next stop"),
  click("Fill in samples"),
  click("Hand in"),
  async (page: Page) => {
    // Samples need not be what an applicant could hand in.
    const allTheSame = page.getByRole("button", { name: "Hand in all the same" });
    if (await allTheSame.isVisible()) await allTheSame.click();
  },
);
const decided = inTurn(orders, below("edit"), opened, async (page: Page) => {
  await page.getByRole("textbox", { name: "Amount in euro" }).fill("7000");
  await page.getByRole("textbox", { name: "Country it is sent to" }).fill("DE");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "To the end" }).click();
});
const chosen =
  (title: string): Steps =>
  async (page) => {
    await page.getByRole("region", { name: "Path" }).getByRole("button", { name: title }).first().click();
  };

const trial = (state: string, steps: Steps): Screen => ({
  name: "test-run",
  state,
  as: "risk_manager",
  path: "/workflows",
  steps,
});

/** The test run on the draft of the seller policy. */
export const trials: readonly Screen[] = [
  trial("begin", draft),
  trial("form", inTurn(begun, click("To the next stop"), click("Fill in samples"))),
  trial("vendor", handedIn),
  trial("step", inTurn(handedIn, click("To the end"), chosen("Company registry"))),
  trial("outcome", decided),
];
