import type { Locator, Page } from "@playwright/test";
import { handsOn, part } from "@/server/testing/builder-hands";
import { expect, test } from "@/server/testing/e2e";
import { perform } from "@/server/testing/stories";
import type { DraftView } from "@/server/workflows/draft/schema";

/** Somebody at an empty canvas with a mouse; keys are only for what is written into fields. */
function builderOf(page: Page, title: string) {
  const hands = handsOn(page, title);
  const side = page.getByRole("complementary").last();
  const adding = page.getByRole("dialog", { name: "Add a step" });
  const choose = async (kind: string) => {
    await adding.getByRole("button", { name: kind, exact: true }).click();
    await expect(adding).toHaveCount(0);
    await expect(side).toBeVisible();
  };
  return {
    hands,
    side,
    /** Puts a step into a way, by the + that it shows under the mouse. */
    async into(node: string, outlet: string, kind: string) {
      await hands.showAll();
      await page.mouse.move(2, 2);
      const at = await hands.waySpot(node, outlet);
      if (!at) throw new Error(`the way ${node}:${outlet} cannot be reached`);
      await page.mouse.move(at.x - 2, at.y);
      await page.mouse.move(at.x, at.y);
      await hands.canvas.getByRole("button", { name: "Add a step here" }).last().click();
      await choose(kind);
    },
    /** Puts a step behind a way out that leads nowhere. */
    async behind(node: string, outlet: string, kind: string) {
      await hands.showAll();
      const at = await hands.spot(part.outlet(node, outlet));
      if (!at) throw new Error(`the way out ${node}:${outlet} cannot be reached`);
      await page.mouse.click(at.x, at.y);
      await choose(kind);
    },
    async open(node: string) {
      await hands.showAll();
      expect(await hands.choose(node), `${node} can be pressed`).toBe(true);
      await expect(side).toBeVisible();
    },
    call: (name: string) => side.getByRole("textbox", { name: "Title of the step" }).fill(name),
    async pick(label: string, option: string | RegExp, within: Locator = side) {
      await within.getByRole("combobox", { name: label }).first().click();
      await page.getByRole("option", { name: option }).first().click();
    },
    /** A field of what is sent to a vendor, and where its value stands. */
    async send(list: string, name: string, from: RegExp) {
      await side.getByRole("textbox", { name: `Name of another: ${list}` }).fill(name);
      await side.getByRole("button", { name: "Add it" }).last().click();
      await side.getByRole("combobox", { name: `${name}: path`, exact: true }).click();
      await page.getByRole("option", { name: from }).first().click();
    },
    async ask(within: Locator, kind: string, number: number, question: string) {
      await within.getByRole("button", { name: "Add a question" }).last().click();
      await page.getByRole("menuitem", { name: kind, exact: true }).click();
      await within
        .getByRole("textbox", { name: `Question ${number}`, exact: true })
        .last()
        .fill(question);
    },
    /** Leads a way out to a step that is there. */
    async lead(outlet: string, to: string) {
      await side.getByRole("tab", { name: /^Ways out/ }).click();
      await side.getByRole("combobox", { name: outlet, exact: true }).click();
      await page.getByRole("option", { name: to, exact: true }).click();
    },
  };
}

/** The flow as it was just built, run in the browser: one seller is approved at once, another sent back first. */
async function tried(page: Page, { hands, side }: ReturnType<typeof builderOf>) {
  await page.getByRole("tab", { name: "Test run" }).click();
  const path = page.getByRole("region", { name: "Path" });
  const end = page.getByRole("region", { name: "How it ended" });
  const beside = side.getByRole("region", { name: "In the test run" });
  const taken = (node: string) => hands.canvas.locator(`${part.node(node)} [data-mark="taken"]`).first();
  const apply = async () => {
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("button", { name: "To the next stop" }).click();
    const form = page.getByRole("region", { name: "Collect waits" });
    await form.getByRole("button", { name: "Fill in samples" }).click();
    await form.getByRole("button", { name: "Hand in", exact: true }).click();
    // Samples need not be what an applicant could hand in.
    const allTheSame = form.getByRole("button", { name: "Hand in all the same" });
    if (await allTheSame.isVisible()) await allTheSame.click();
  };

  await apply();
  await page.getByRole("button", { name: "To the end" }).click();
  await expect(end.getByText("Approve", { exact: true })).toBeVisible();
  await expect(path.getByRole("button", { name: /Analyst/ })).toHaveCount(0);
  await hands.showAll();
  for (const node of ["check", "split", "join", "rules", "branch", "end"])
    await expect(taken(node)).toBeVisible();
  await expect(hands.canvas.locator(`${part.node("review")} [data-mark="taken"]`)).toHaveCount(0);
  // What a step read and said stands beside it.
  await path.getByRole("button", { name: /Registry/ }).click();
  await expect(beside.getByText("What it read", { exact: true })).toBeVisible();
  await expect(beside.getByText("What it said", { exact: true })).toBeVisible();
  await expect(beside.getByText(/"status":/)).toBeVisible();

  await page.getByRole("button", { name: "Leave the test run" }).click();
  await apply();
  await page.getByRole("combobox", { name: "How vendors answer" }).click();
  await page.getByRole("option", { name: "Vendors by hand" }).click();
  const registry = page.getByRole("region", { name: "Registry waits" });
  await registry.getByText("A failure", { exact: true }).click();
  await registry.getByRole("button", { name: "Fail", exact: true }).click();
  const analyst = page.getByRole("region", { name: "Analyst waits" });
  const onward = page.getByRole("button", { name: "To the next stop" });
  await onward.click();
  await analyst.getByText("Send back", { exact: true }).click();
  await analyst.getByRole("combobox", { name: "What is sent back" }).click();
  await page.getByRole("option", { name: "Legal name" }).click();
  await analyst.getByRole("button", { name: "Send back 1 item" }).click();
  const again = page.getByRole("region", { name: "Ask again waits" });
  await again.getByRole("textbox", { name: /Legal name/ }).fill("Harbour Lane Ltd");
  await again.getByRole("button", { name: "Hand in 1 item" }).click();
  await analyst.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(end.getByText("Approve", { exact: true })).toBeVisible();
  await expect(path.getByRole("button", { name: /Analyst/ })).toHaveCount(2);
  await expect(path.getByRole("button", { name: /Ask again/ })).toHaveCount(1);
  await hands.showAll();
  for (const node of ["review", "request_information", "end"]) await expect(taken(node)).toBeVisible();
  await path.getByRole("button", { name: /Ask again/ }).click();
  await expect(beside.getByText("What it said", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Leave the test run" }).click();
}

test("a seller policy is built from an empty canvas by mouse, until nothing keeps it from being published", async ({
  house,
}) => {
  test.setTimeout(240_000);
  const page = await house.as("admin");
  page.setDefaultTimeout(20_000);
  const title = `Sellers ${Date.now()}`;
  await page.goto("/workflows/new");
  await page.getByText("Empty", { exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill(title);
  await expect(page.getByLabel("Key", { exact: true })).toHaveValue(/^sellers_\d+$/);
  await page.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/workflows\/[^/]+\/edit/);
  const workflowId = /workflows\/([^/]+)\/edit/.exec(page.url())?.[1] ?? "";
  // Without the way around, which another story takes.
  await page.goto(`/workflows/${workflowId}/edit`);
  const built = builderOf(page, title);
  const { hands, side } = built;
  await hands.untilReady();

  // What is asked: the company and its owners.
  await built.into("start", "next", "Collect");
  await side.getByRole("button", { name: "New form" }).click();
  await side.getByText("Collect", { exact: true }).last().click();
  const fields = side.getByRole("region", { name: "Fields", exact: true });
  await built.ask(fields, "Text", 1, "Legal name");
  await built.ask(fields, "Country", 2, "Country");
  await built.ask(fields, "Company number", 3, "Registration number");
  await built.ask(fields, "List of several", 4, "Owners");
  await built.ask(side.getByRole("region", { name: "Questions of “Owners”" }), "Text", 1, "Full name");

  // The register, then company and owners side by side: the split brings its join.
  await built.into("collect", "submitted", "Check");
  await built.call("Registry");
  await built.pick("Connection", /Company registry/);
  await built.send("What is sent", "name", /Legal name/);
  await built.send("What is sent", "country", /^Country country/);
  await built.send("What is sent", "registrationNumber", /Registration number/);
  await built.into("check", "answered", "Split");
  await built.into("split", "branch_1", "Screening");
  await built.call("Screen the company");
  await built.pick("Connection", /Sanctions/);
  await built.lead("Possible hits", "Join");
  await built.lead("No answer", "Join");
  await built.into("split", "branch_2", "For each");
  await built.call("Each owner");
  await side.getByRole("combobox", { name: "List", exact: true }).click();
  await page.getByRole("option", { name: /^Owners/ }).click();
  await built.behind("for_each", "each", "Screening");
  await built.call("Screen the owner");
  await built.pick("Connection", /Sanctions/);
  await built.pick("Who is screened", "Item");
  await built.send("What is searched for", "name", /Full name/);
  await built.lead("Possible hits", "Item end");
  await built.lead("No answer", "Item end");
  await page.getByRole("navigation", { name: "Where in the drawing" }).getByRole("button").first().click();
  await expect(page.locator(part.node("join"))).toBeVisible();

  // What follows from it.
  await built.into("join", "joined", "Rules");
  await side.getByRole("button", { name: "New rule set" }).click();
  await side.getByRole("button", { name: "Add rule" }).click();
  await side
    .getByRole("textbox", { name: "Name of the rule", exact: true })
    .fill("The company may be listed");
  await side.getByRole("textbox", { name: "Code", exact: true }).fill("R01");
  await side.getByRole("combobox", { name: "Condition 1: what is tested", exact: true }).click();
  await page.getByRole("option", { name: /^Screen the company: status text/ }).click();
  await built.pick("Condition 1: how", /^is$/);
  await built.pick("Condition 1: value", "Hit");
  await built.pick("Proposes", "Review");
  await side.getByRole("button", { name: "All rules", exact: true }).click();
  await built.pick("Otherwise proposes", "Approve");
  await built.into("rules", "next", "Branch");
  await built.open("end");
  await built.call("Approved");
  await built.pick("Outcome", "Approve");
  await built.behind("branch", "review", "Review");
  await built.call("Analyst");
  await built.pick("Queue", /New queue/);
  const queue = page.getByRole("dialog", { name: "New queue" });
  await queue.getByRole("textbox", { name: "Name" }).fill("Sellers");
  await queue.getByRole("button", { name: "Add it" }).click();
  await built.behind("branch", "decline", "End");
  await built.call("Declined");
  await built.pick("Outcome", "Decline");
  await built.behind("review", "sent_back", "Request information");
  await built.call("Ask again");
  await built.pick("What is asked", "Node");
  await built.pick("Node", "Analyst");
  await built.lead("Answered", "Analyst");
  await built.lead("Nothing to ask", "Analyst");
  await built.lead("Expired", "Declined");
  await built.open("branch");
  await built.lead("Nothing proposed", "Analyst");
  await built.open("review");
  await built.lead("Approved", "Approved");
  await built.lead("Declined", "Declined");
  await built.open("check");
  await built.lead("No answer", "Analyst");

  await page.getByRole("button", { name: "Workflow", exact: true }).click();
  const general = page.getByRole("region", { name: "In general" });
  await built.pick("Their name stands in", /Legal name/, general);
  await built.pick("Their country stands in", /^Country/, general);
  // Beside the canvas there is room for the steps again.
  await page.getByRole("button", { name: "Workflow", exact: true }).click();

  const below = page.getByRole("region", { name: "Below the canvas" });
  await below.getByRole("tab", { name: /^Problems/ }).click();
  await hands.saved();
  await expect(below.getByText("Checked as you edit")).toBeVisible();
  const told = below.getByRole("tabpanel", { name: /^Problems/ });
  await expect(told.getByText("Must fix")).toHaveCount(0);
  const { document } = await perform<DraftView>(page, "workflows.draft", { workflowId }, "query");
  const kinds = Object.values(document.nodes).map(({ type }) => type);
  expect(kinds.sort()).toEqual(
    [
      ...["application_start", "collect", "check", "split", "screening", "for_each", "screening", "item_end"],
      ...["join", "rules", "branch", "review", "request_information", "end", "end"],
    ].sort(),
  );
  const ways = document.edges.map(({ from, outlet, to }) => `${from} ${outlet} ${to}`);
  for (const way of [
    "check no_answer review",
    "screening hit join",
    "screening no_answer join",
    "screening_2 hit item_end",
    "review sent_back request_information",
    "request_information answered review",
    "request_information expired end_2",
    "branch none review",
  ])
    expect(ways).toContain(way);
  expect(document.settings.party).toEqual({
    name: "forms.collect.legal_name",
    country: "forms.collect.country",
  });
  await tried(page, built);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const publishing = page.getByRole("dialog", { name: "Publish the draft" });
  await publishing.getByRole("textbox", { name: "What changed" }).fill("The first policy for sellers.");
  await publishing.getByRole("checkbox", { name: /I have seen the warnings/ }).check();
  await expect(publishing.getByRole("button", { name: "Publish", exact: true })).toBeEnabled();
});
