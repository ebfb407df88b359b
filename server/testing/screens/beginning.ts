import { ballerineSamples } from "../ballerine-samples";
import type { Screen } from "./screen";

/** How a workflow begins. */
export const beginning: readonly Screen[] = [
  { name: "new-workflow", state: "templates", as: "risk_manager", path: "/workflows/new" },
  {
    name: "new-workflow",
    state: "template",
    as: "risk_manager",
    path: "/workflows/new?template=marketplace_seller",
  },
  { name: "new-workflow", state: "empty", as: "risk_manager", path: "/workflows/new?from=empty" },
  { name: "new-workflow", state: "file", as: "risk_manager", path: "/workflows/new?from=file" },
  {
    name: "new-workflow",
    state: "ballerine",
    as: "risk_manager",
    path: "/workflows/new?from=ballerine",
    steps: async (page) => {
      await page.getByLabel("Or paste it").fill(JSON.stringify(ballerineSamples["kyb"]));
      await page.getByRole("button", { name: "Read it" }).click();
      await page.getByRole("region", { name: "The report" }).waitFor();
    },
  },
  { name: "new-workflow", state: "refused", as: "auditor", path: "/workflows/new" },
];
