import type { Screen } from "./screen";
import { click, follow, inTurn, type Steps } from "./steps";

const aRun = /^\/runs\/run_/;
const aDecision = /^\/decisions\/dec_/;
const decided = "/runs?view=completed&search=Rheinkontor";

const openAll: Steps = async (page) => {
  for (const folded of await page.locator("details:not([open]) > summary").all()) await folded.click();
};

export const decisions: readonly Screen[] = [
  { name: "why", state: "gone", as: "analyst", path: "/decisions/dec_nothing" },
  {
    name: "why",
    state: "decided",
    as: "risk_manager",
    path: decided,
    steps: inTurn(follow(aRun), follow(aDecision)),
  },
  {
    name: "why",
    state: "opened",
    as: "risk_manager",
    path: decided,
    steps: inTurn(follow(aRun), follow(aDecision), openAll),
  },
  {
    name: "why",
    state: "made-again",
    as: "auditor",
    path: decided,
    steps: inTurn(follow(aRun), follow(aDecision), click("Re-run"), async (page) => {
      await page.getByText("Identical").waitFor();
    }),
  },
  { name: "reruns", state: "now", as: "admin", path: "/decisions/reruns" },
];
