import type { Page } from "playwright";
import { companies, companyAndOwners, ownerInterview } from "@/server/testing/parallel-documents";
import { ask, decideAll, tell } from "./call";
import type { Screen } from "./screen";
import { click, follow, inTurn, type Steps, visible, withSearch } from "./steps";

const node = (type: string, title: string, config: object = {}) => ({ type, version: 1, title, config });

const careless = {
  format: "workflow/v1",
  key: "careless_shot",
  title: "Careless look-up",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: {
    start: node("decision_start", "Request"),
    registry: node("check", "Registry", {
      ...{ connection: "registry", capability: "company_lookup", attempts: 1 },
      ask: {
        country: { value: "GB" },
        registrationNumber: "input.number",
        name: { value: "Any Ltd" },
      },
    }),
    done: node("end", "Done", { outcome: "approve", reasonCodes: [] }),
  },
  edges: [
    { from: "start", outlet: "next", to: "registry" },
    { from: "registry", outlet: "answered", to: "done" },
  ],
  settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
};

/** A run that a silent registry stopped, of a policy that does not say what that means. Made by whoever comes first. */
const withStopped =
  (then: Steps): Steps =>
  async (page) => {
    const known = await ask(page, "runs.list", { workflow: careless.key });
    if (known.data.length === 0) {
      const { id: workflowId, revision } = await tell(page, "workflows.create", { document: careless });
      await tell(page, "workflows.publish", { workflowId, revision, note: "First", acceptWarnings: true });
      await decideAll(
        page,
        ["Stillwater Supplies Ltd", "Halting Goods Ltd", "Pausewell Traders Ltd"].map((name) => ({
          workflow: careless.key,
          input: { number: "01234530" },
          party: { name },
        })),
      );
    }
    await page.waitForTimeout(2_000);
    await page.reload();
    await then(page);
  };

async function makeParallel(page: Page) {
  for (const document of [ownerInterview, companyAndOwners]) {
    const { id: workflowId, revision } = await tell(page, "workflows.create", { document });
    await tell(page, "workflows.publish", { workflowId, revision, note: "First", acceptWarnings: true });
  }
  await decideAll(
    page,
    companies.map(({ name, owners }) => ({
      workflow: companyAndOwners.key,
      input: { number: "01234500", owners },
      party: { name },
    })),
  );
  await page.waitForTimeout(5_000);
}

let parallel: Promise<void> | undefined;
/** Runs whose checks go on side by side and whose owners are gone through one by one. */
const withParallel =
  (then: Steps): Steps =>
  async (page) => {
    // Two pages at once would both publish them.
    parallel ??= makeParallel(page);
    await parallel;
    await page.reload();
    await then(page);
  };

const openBody: Steps = async (page) => {
  await page.getByRole("button", { name: /Open the \d+ steps/ }).click();
  await page.getByRole("navigation", { name: "Where in the drawing" }).waitFor();
};

const aRun = /^\/runs\/run_/;

export const runs: readonly Screen[] = [
  { name: "runs", state: "attention", as: "admin", path: "/runs", steps: withStopped(async () => {}) },
  { name: "runs", state: "all", as: "risk_manager", path: "/runs?view=all" },
  { name: "runs", state: "empty", as: "analyst", path: "/runs?view=cancelled" },
  {
    name: "runs",
    state: "nothing-matches",
    as: "analyst",
    path: "/runs?view=all&search=nobody+has+this+name",
  },
  { name: "run", state: "gone", as: "analyst", path: "/runs/run_nothing" },
  {
    name: "runs",
    state: "selected",
    as: "admin",
    path: "/runs",
    steps: withStopped(async (page) => {
      await visible(page, "main input[type=checkbox]").last().check();
    }),
  },
  { name: "run", state: "incident", as: "admin", path: "/runs", steps: withStopped(follow(aRun)) },
  {
    name: "run",
    state: "by-hand",
    as: "admin",
    path: "/runs",
    steps: withStopped(
      inTurn(follow(aRun), async (page) => {
        await page.locator("label").filter({ hasText: "Answer by hand" }).click();
      }),
    ),
  },
  {
    name: "run",
    state: "decided",
    as: "risk_manager",
    path: "/runs?view=completed&search=Rheinkontor",
    steps: follow(aRun),
  },
  {
    name: "run",
    state: "travel",
    as: "risk_manager",
    path: "/runs?view=completed&search=Rheinkontor",
    steps: inTurn(follow(aRun), withSearch("at=3&tab=journal")),
  },
  {
    name: "run",
    state: "asked",
    as: "risk_manager",
    path: "/runs?view=completed&search=Rheinkontor",
    steps: inTurn(follow(aRun), withSearch("tab=asked")),
  },
  {
    name: "run-parallel",
    state: "few",
    as: "admin",
    path: "/runs?view=all&search=Harbour+Lane",
    steps: withParallel(follow(aRun, "Company and its owners")),
  },
  {
    name: "run-parallel",
    state: "body",
    as: "admin",
    path: "/runs?view=all&search=Harbour+Lane",
    steps: withParallel(inTurn(follow(aRun, "Company and its owners"), openBody)),
  },
  {
    name: "run-parallel",
    state: "many",
    as: "admin",
    path: "/runs?view=all&search=Cooperative",
    steps: withParallel(inTurn(follow(aRun, "Company and its owners"), openBody)),
  },
  {
    name: "run-parallel",
    state: "child",
    as: "admin",
    path: "/runs?view=all&search=Harbour+Lane",
    steps: withParallel(follow(aRun, "Owner interview")),
  },
  {
    name: "run-parallel",
    state: "canvas",
    as: "admin",
    path: "/workflows",
    steps: withParallel(follow(/^\/workflows\/(?!nodes\b)[^/?]+/, "Company and its owners")),
  },
  {
    name: "run-parallel",
    state: "canvas-body",
    as: "admin",
    path: "/workflows",
    steps: withParallel(
      inTurn(follow(/^\/workflows\/(?!nodes\b)[^/?]+/, "Company and its owners"), openBody),
    ),
  },
  {
    name: "run-parallel",
    state: "story",
    as: "admin",
    path: "/workflows",
    steps: withParallel(
      inTurn(
        follow(/^\/workflows\/(?!nodes\b)[^/?]+/, "Company and its owners"),
        withSearch("drawer=runs"),
        click(/Harbour/, "row"),
      ),
    ),
  },
  {
    name: "runs",
    state: "shadow",
    as: "admin",
    path: "/runs?view=all&mode=shadow",
  },
];
