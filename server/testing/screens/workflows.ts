import type { Screen } from "./screen";
import { click, follow, inTurn, withSearch } from "./steps";

const aWorkflow = /^\/workflows\/(?!nodes\b)[^/?]+/;
export const seller = follow(aWorkflow, "Marketplace seller");
export const orders = follow(aWorkflow, "Order check");

export const workflows: readonly Screen[] = [
  { name: "workflows", state: "filled", as: "risk_manager", path: "/workflows" },
  { name: "node-types", state: "list", as: "risk_manager", path: "/workflows/nodes" },
  { name: "node-types", state: "table", as: "risk_manager", path: "/workflows/nodes?type=decision_table" },
  { name: "node-types", state: "check", as: "risk_manager", path: "/workflows/nodes?type=check" },
  { name: "node-types", state: "branch", as: "risk_manager", path: "/workflows/nodes?type=branch" },
  { name: "node-types", state: "filtered", as: "auditor", path: "/workflows/nodes?q=nothing+says+this" },
  {
    name: "node-types",
    state: "to-mend",
    as: "risk_manager",
    path: "/workflows/nodes?type=collect",
    steps: async (page) => {
      await page.getByLabel("Deadline in days").fill("0");
      await page.getByText("At least 1.").first().waitFor();
    },
  },
  { name: "workflow", state: "canvas", as: "risk_manager", path: "/workflows", steps: seller },
  {
    name: "workflow",
    state: "policy",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("view=policy")),
  },
  {
    name: "workflow",
    state: "runs",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("drawer=runs")),
  },
  {
    name: "workflow",
    state: "counted",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("counts=90d"), async (page) => {
      await page.getByText(/runs of version/).waitFor();
    }),
  },
  {
    name: "workflow",
    state: "counted-none",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("counts=24h&mode=shadow"), async (page) => {
      await page.getByText(/No shadow runs/).waitFor();
    }),
  },
  {
    name: "runs",
    state: "of-a-step",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("counts=90d"), async (page) => {
      await page
        .getByRole("link", { name: /runs? came to/ })
        .first()
        .click();
      await page.getByText(/^Came to/).waitFor();
    }),
  },
  {
    name: "workflow",
    state: "versions",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("drawer=versions")),
  },
  {
    name: "workflow",
    state: "run",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("drawer=runs"), click(/Rheinkontor/, "row")),
  },
];
