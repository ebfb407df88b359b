import type { Screen } from "./screen";
import { follow } from "./steps";

const aCase = /^\/cases\/[^/?]+/;

export const cases: readonly Screen[] = [
  { name: "cases", state: "filled", as: "analyst", path: "/cases" },
  { name: "cases", state: "nothing-matches", as: "analyst", path: "/cases?search=nobody+has+this+name" },
  { name: "case", state: "overdue", as: "senior_analyst", path: "/cases", steps: follow(aCase, "Lichtwerk") },
  { name: "case", state: "mine", as: "analyst", path: "/cases", steps: follow(aCase, "Copper Kettle") },
  {
    name: "case",
    state: "second-verdict",
    as: "senior_analyst",
    path: "/cases",
    steps: follow(aCase, "Küstenfunk"),
  },
  { name: "case", state: "gone", as: "analyst", path: "/cases/case_nothing" },
];
