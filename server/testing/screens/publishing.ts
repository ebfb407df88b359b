import type { Page } from "playwright";
import { ready } from "./builder";
import { ask, tell } from "./call";
import type { Screen } from "./screen";
import { inTurn, type Steps } from "./steps";

/** Orders by amount, in workflows of their own: the demo's stay as they are. */
const orders = async (page: Page, key: string, title: string) => {
  const all = (await ask(page, "workflows.list")) as { id: string; key: string }[];
  const from = all.find((one) => one.key === "order_check")?.id ?? "";
  const { document } = await ask(page, "workflows.version", { workflowId: from, version: 1 });
  return { ...document, key, title };
};
const savedTest = (key: string, title: string, amount: number) => ({
  ...{ key, title, answers: [] },
  setup: { at: "2026-01-31T12:00:00.000Z", input: { amount, country: "DE" }, party: {}, pins: {} },
  expected: { outcome: "approve", reasonCodes: [], score: 0, outputs: {} },
});
const editorWith = (tests: object[]) => ({ positions: {}, notes: [], tests });
const small = savedTest("small", "A small order is sent at once", 10);
const large = savedTest("large", "A known customer's order of 90,000 is sent at once", 90_000);
const create = async (page: Page, key: string, title: string, tests: object[] = []) =>
  tell(page, "workflows.create", {
    document: await orders(page, key, title),
    editor: editorWith(tests),
  }) as Promise<{ id: string; revision: number }>;

/** Three versions, a checkpoint, and a draft with steps; the last test fails. */
async function withHistory(page: Page): Promise<string> {
  const { id: workflowId } = await create(page, "order_limits", "Order limits");
  const document = await orders(page, "order_limits", "Order limits");
  let revision = 1;
  const save = async (description: string, tests: object[]) => {
    ({ revision } = await tell(page, "workflows.saveDraft", {
      ...{ workflowId, revision },
      document: { ...document, description },
      editor: editorWith(tests),
    }));
  };
  const publish = (note: string, live = "now") =>
    tell(page, "workflows.publish", { workflowId, revision, note, live, acceptWarnings: true });
  await publish("The limits the board agreed on in January.");
  await save("Orders up to the limit are sent at once; those over it are looked at by a person.", [small]);
  await publish("Said in words what it does.");
  await save("Orders are sent at once up to the limit.", [small]);
  await publish("Shorter; to be compared in the shadow first.", "no");
  await tell(page, "workflows.runShadow", { workflowId, version: 3, reason: "To see what it would hold." });
  await tell(page, "workflows.createCheckpoint", { workflowId, title: "Before the higher limit" });
  await save("Orders are sent at once up to the limit, but never to a new country.", [small, large]);
  return workflowId;
}

async function asked(page: Page): Promise<string> {
  const { id } = await create(page, "order_review", "Order review");
  const publish = { workflowId: id, revision: 1, note: "First", acceptWarnings: true };
  await tell(page, "workflows.publish", publish);
  const document = await orders(page, "order_review", "Order review");
  const { revision } = await tell(page, "workflows.saveDraft", {
    ...{ workflowId: id, revision: 1 },
    document: { ...document, description: "Sends what is small and looks at the rest." },
  });
  const note = "Only the words have changed. Please see whether they say what we do.";
  await tell(page, "workflows.requestReview", {
    workflowId: id,
    change: { kind: "publish", revision },
    note,
  });
  return id;
}

const made = new Map<string, Promise<string>>();
/** Two pages at once would both make it. */
const of =
  (name: string, make: (page: Page) => Promise<string>, address: string): Steps =>
  async (page) => {
    if (!made.has(name)) made.set(name, make(page));
    await page.goto(`/workflows/${await made.get(name)}/${address}`);
  };
const history = inTurn(of("history", withHistory, "edit"), ready);
const openVersions: Steps = async (page) => {
  await page.getByRole("tab", { name: /^Versions/ }).click();
  await page
    .getByRole("region", { name: "Checkpoints" })
    .getByText(/None yet|Before/)
    .waitFor();
};
const publishing = (state: string, steps: Steps, as: Screen["as"] = "risk_manager"): Screen => ({
  ...{ name: "publishing", state, steps, as },
  path: "/workflows",
});
const inReview = (address: string) => of("asked", asked, address);

/** A draft on its way to being published, and the history it becomes part of. */
export const publishingScreens: readonly Screen[] = [
  publishing("history", inTurn(history, openVersions)),
  publishing(
    "empty",
    inTurn(
      of("empty", async (page) => (await create(page, "order_new", "Orders, new")).id, "edit"),
      ready,
      openVersions,
    ),
  ),
  publishing(
    "failing-test",
    inTurn(history, async (page) => {
      await page.getByRole("button", { name: "Publish", exact: true }).click();
      await page.getByRole("list", { name: "Tests that failed" }).waitFor();
    }),
  ),
  publishing("in-review", inReview("edit")),
  publishing("second-person", inReview("edit"), "admin"),
  publishing("second-person-reads", inReview("changes?from=1&to=draft"), "admin"),
];
