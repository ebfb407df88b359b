import type { Page } from "playwright";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { canvasDocument } from "@/server/bench/canvas-document";
import { emptyDocument, emptyInput } from "@/server/workflows/beginnings/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { companyAndOwners } from "../parallel-documents";
import { tell } from "./call";
import type { Screen } from "./screen";
import { below, click, inTurn, type Steps } from "./steps";
import { seller } from "./workflows";

export const ready: Steps = async (page: Page) => {
  // Each size of the screen is another window, and only one of them edits.
  const take = page.getByRole("button", { name: "Take over" });
  const editing = page.locator("[data-editing]");
  await take.or(editing).first().waitFor();
  if (await take.isVisible()) await take.click();
  await editing.waitFor();
};
/** The panel beside the canvas over the whole width; on a phone it has that anyway. */
export const overFullWidth: Steps = async (page) => {
  const wide = page.getByRole("button", { name: "Over the full width" });
  if (await wide.isVisible()) await wide.click();
};
const shownAs =
  (view: string): Steps =>
  async (page) =>
    page.getByText(view, { exact: true }).first().click();
const stepOf =
  (title: string): Steps =>
  async (page) => {
    await page
      .getByRole("group", { name: new RegExp(`^${title}\\.`) })
      .first()
      .focus();
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Title of the step" }).waitFor();
  };
const of = (state: string, steps: Steps): Screen => ({
  name: "builder",
  ...{ state, steps },
  as: "risk_manager",
  path: "/workflows",
});

/** A company whose owners are gone through one by one, and one of which nobody has said yet what is done with each. */
const withOwners = { ...companyAndOwners, key: "owners_drawn", title: "Company and owners" };
const withoutSteps = {
  ...companyAndOwners,
  key: "owners_undone",
  title: "Company, owners to be told",
  nodes: Object.fromEntries(
    Object.entries(companyAndOwners.nodes).filter(([key]) => ["start", "owners", "approved"].includes(key)),
  ),
  edges: [
    { from: "start", outlet: "next", to: "owners" },
    { from: "owners", outlet: "done", to: "approved" },
  ],
};

/** A draft with one of each: nothing leads there, nothing follows, nobody is there, no reason is given. */
const withProblems: WorkflowDocument = {
  ...marketplaceSeller,
  key: "seller_undone",
  title: "Seller policy, unfinished",
  edges: marketplaceSeller.edges.filter(
    ({ from, outlet }) => !(from === "registry" || (from === "ownership" && outlet === "implausible")),
  ),
  reasonCodes: Object.fromEntries(Object.entries(marketplaceSeller.reasonCodes).slice(2)),
};

let count = 0;
/** A draft of its own for every picture: only one window edits a draft. */
const drawn =
  (document: typeof companyAndOwners | WorkflowDocument): Steps =>
  async (page) => {
    const key = `${document.key}_${++count}`;
    const { id } = await tell(page, "workflows.create", { document: { ...document, key } });
    await page.goto(`/workflows/${id}/edit`);
  };
/** The seller policy, whose own draft stays as it is. */
export const drawnSeller: Steps = drawn({
  ...marketplaceSeller,
  key: "seller_drawn",
  title: "Seller policy",
});
const edited = inTurn(drawnSeller, ready);

const openBody: Steps = async (page) => {
  await page.getByRole("button", { name: /Open (the \d+ steps|what is done) for each owner/ }).click();
  await page.getByRole("navigation", { name: "Where in the drawing" }).waitFor();
};

const ofBody = (state: string, document: typeof companyAndOwners, ...steps: Steps[]): Screen => ({
  ...of(state, inTurn(drawn(document), ready, ...steps)),
  name: "bodies",
});

const searched: Steps = async (page) => {
  await page.getByRole("button", { name: "Search this workflow" }).click();
  await page.getByRole("combobox", { name: "Find in this workflow" }).fill("owner");
  await page.getByRole("option").first().waitFor();
};

let empty = 0;
const begun: Steps = async (page) => {
  const key = `sellers_anew_${++empty}`;
  const input = { title: "Seller policy", key, partyKind: "business", start: "application_start" };
  const document = emptyDocument(emptyInput.parse(input));
  const { id } = await tell(page, "workflows.create", { document });
  await page.goto(`/workflows/${id}/edit`);
};

/** The draft on the canvas, as a list, a step's settings, what is searched, and who may only read. */
export const builder: readonly Screen[] = [
  of("canvas", inTurn(seller, below("edit"), ready)),
  of("empty", inTurn(begun, ready)),
  of("many", inTurn(drawn(canvasDocument(221)), ready)),
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
    "fields",
    inTurn(edited, stepOf("Company registry"), async (page) => {
      await page
        .getByRole("combobox", { name: /: path/ })
        .first()
        .click();
      await page.getByRole("option").first().waitFor();
    }),
  ),
  of("output", inTurn(edited, stepOf("Company registry"), click("Output", "tab"))),
  of(
    "rules",
    inTurn(edited, stepOf("Decision"), async (page) => {
      await overFullWidth(page);
      await page.locator("li[data-rule] button[aria-current]").first().click();
      await page.getByRole("textbox", { name: "Name of the rule", exact: true }).waitFor();
    }),
  ),
  of(
    "problems",
    inTurn(drawn(withProblems), ready, async (page) => {
      await page.getByRole("tab", { name: /^Problems/ }).click();
      await page.getByRole("tabpanel", { name: /^Problems/ }).waitFor();
    }),
  ),
  ofBody("open", withOwners, openBody),
  ofBody("step", withOwners, openBody, async (page) => {
    await page.getByRole("group", { name: /^Screening of the owner\./ }).click();
  }),
  ofBody("empty", withoutSteps, openBody),
  ofBody("list", withOwners, shownAs("List")),
  { ...of("read-only", inTurn(seller, below("edit"))), as: "auditor" },
];
