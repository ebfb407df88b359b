import type { Screen } from "./screen";
import { below, inTurn, type Steps } from "./steps";
import { orders, seller } from "./workflows";

const ordersCsv = [
  "reference,amount,country,remark",
  ...Array.from({ length: 40 }, (_, i) => (i === 6 ? "o-6,much,DE," : `o-${i},${120 + 190 * i},DE,by post`)),
].join("\r\n");

/** Drops a table of orders, one of them wrong, on the page that takes files. */
const withOrders: Steps = async (page) => {
  const buffer = Buffer.from(ordersCsv);
  await page.getByLabel(/Drop a CSV/).setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer });
  await page.getByRole("region", { name: "The first 20 rows" }).waitFor();
};

const decided: Steps = async (page) => {
  await page.getByRole("button", { name: "Decide orders.csv" }).click();
  await page.getByText("Done", { exact: true }).waitFor();
};
export const batches: readonly Screen[] = [
  {
    name: "batches",
    state: "empty",
    as: "auditor",
    path: "/workflows",
    steps: inTurn(seller, below("batches")),
  },
  {
    name: "batch-new",
    state: "empty",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches/new")),
  },
  {
    name: "batch-new",
    state: "preview",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches/new"), withOrders),
  },
  {
    name: "batch",
    state: "done",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches/new"), withOrders, decided),
  },
  {
    name: "batches",
    state: "filled",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches")),
  },
];
