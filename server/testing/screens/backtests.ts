import type { Screen } from "./screen";
import { below, inTurn, type Steps } from "./steps";
import { orders, seller } from "./workflows";

const begun: Steps = async (page) => {
  await page.getByRole("button", { name: /^Replay \d/ }).click();
  await page.getByText("Done", { exact: true }).waitFor();
};

export const backtests: readonly Screen[] = [
  {
    name: "backtests",
    state: "empty",
    as: "auditor",
    path: "/workflows",
    steps: inTurn(seller, below("backtests")),
  },
  {
    name: "backtest-new",
    state: "filled",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("backtests/new")),
  },
  {
    name: "backtest",
    state: "done",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("backtests/new"), begun),
  },
  {
    name: "backtests",
    state: "filled",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("backtests")),
  },
  { name: "labels", state: "empty", as: "risk_manager", path: "/workflows/labels" },
];
