import type { Screen } from "./screen";
import { follow } from "./steps";

const aParty = /^\/parties\/[^/?]+/;

export const parties: readonly Screen[] = [
  { name: "parties", state: "filled", as: "analyst", path: "/parties" },
  { name: "parties", state: "nothing-matches", as: "analyst", path: "/parties?search=nobody+has+this+name" },
  { name: "party", state: "open", as: "analyst", path: "/parties", steps: follow(aParty) },
  {
    name: "party",
    state: "declined",
    as: "analyst",
    path: "/parties",
    steps: follow(aParty, "Prairie Goods"),
  },
];
