import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { oneOf } from "../conditions";
import {
  address,
  choice,
  consent,
  country,
  date,
  document,
  email,
  type Field,
  formatted,
  money,
  object,
  shownWhen,
  text,
  wholeNumber,
} from "../fields";

type Form = NonNullable<WorkflowDocumentInput["forms"]>[string];

/** States somebody can live in; whether we may lend there stands in the table of licences. */
const states: { [code: string]: string } = {
  AL: "Alabama",
  CA: "California",
  CO: "Colorado",
  FL: "Florida",
  GA: "Georgia",
  IL: "Illinois",
  MS: "Mississippi",
  NE: "Nebraska",
  NV: "Nevada",
  NY: "New York",
  TX: "Texas",
  UT: "Utah",
  VT: "Vermont",
  WA: "Washington",
};

const you = object("Who are you?", {
  firstName: text("First names", { help: "As on your identity document." }),
  lastName: text("Last names"),
  dateOfBirth: date("Date of birth"),
  nationality: country("Nationality"),
  email: email("E-mail"),
  phone: formatted("Mobile phone", "phone", { example: "+1 512 555 0187" }),
});

const home = object("Where do you live?", {
  state: choice("State", states),
  homeAddress: address("Home address"),
  housingCost: money("Rent or mortgage a month", "USD"),
});

const loan = object("What do you need?", {
  amount: money("Amount of the loan", "USD", { help: "From 500 to 25,000 dollars." }),
  purpose: choice("What it is for", {
    car: "A car",
    home: "Home improvement",
    medical: "Medical costs",
    debt: "Paying back other debt",
    other: "Something else",
  }),
});

const income = object("What do you earn?", {
  employment: choice("Work", {
    employed: "Employed",
    self_employed: "Self-employed",
    retired: "Retired",
    other: "Other",
  }),
  monthsEmployed: shownWhen(
    oneOf("forms.loan.employment", ["employed", "self_employed"]),
    wholeNumber("Months at this work", 720),
  ) as Field,
  monthlyIncome: money("Income a month, before tax", "USD"),
});

const identity = object("May we see your identity document?", {
  documentNumber: text("Number of the document", { max: 40 }),
  identityDocument: document("Photo of the document", "identity_document", {
    help: "A driving licence, state identity card or passport, in colour and in date.",
  }),
});

const consents = object("Please read and confirm", {
  report: consent("You may ask a credit bureau for my report."),
  isTrue: consent("What I have stated is complete and true."),
  electronic: consent("Notices may reach me electronically."),
});

/** What a borrower is asked. */
export const loanForm: Form = {
  key: "loan",
  title: "Apply for a loan",
  pages: [
    { key: "loan", title: "The loan", description: "About five minutes.", schema: loan },
    { key: "you", title: "About you", schema: you },
    { key: "home", title: "Where you live", schema: home },
    { key: "income", title: "Income", schema: income },
    { key: "identity", title: "Identity document", schema: identity },
    { key: "consent", title: "Confirm", schema: consents },
  ],
};
