import type { Applicant, Screen } from "./screen";
import { click } from "./steps";

const beginning: Applicant = { party: "Hedgerow Pottery Ltd" };
const finished: Applicant = { party: "Marrow & Vine Ltd" };

export const applicant: readonly Screen[] = [
  { name: "applicant", state: "wrong-link", as: "nobody", path: "/c/not-a-link" },
  { name: "applicant", state: "start", as: beginning, path: "" },
  {
    name: "applicant",
    state: "problems",
    as: beginning,
    path: "?step=contact",
    steps: click(/^(Continue|Save and review)$/),
  },
  { name: "applicant", state: "half-filled", as: { party: "Tidewater Crafts LLC" }, path: "" },
  { name: "applicant", state: "owners", as: finished, path: "?step=people" },
  { name: "applicant", state: "documents", as: finished, path: "?step=documents" },
  { name: "applicant", state: "review", as: finished, path: "?step=review" },
  { name: "applicant", state: "waiting", as: { party: "Lichtwerk GmbH" }, path: "" },
  { name: "applicant", state: "sent-back", as: { party: "Auenhof Feinkost GmbH" }, path: "" },
  { name: "applicant", state: "licence", as: { party: "Bluebird Apothecary Ltd" }, path: "" },
  { name: "applicant", state: "approved", as: { party: "Northwind Trading Ltd" }, path: "" },
  { name: "applicant", state: "declined", as: { party: "Prairie Goods LLC" }, path: "" },
];
