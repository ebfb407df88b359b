import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { isYes } from "../conditions";
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
  local,
  money,
  object,
  offeredWhen,
  percent,
  text,
  wholeNumber,
  yesNo,
} from "../fields";

type Form = NonNullable<WorkflowDocumentInput["forms"]>[string];

const COUNTRY = "forms.merchant.country";

/** Merchant category codes by tier: which of them is how dear stands in the table of tiers. */
export const categories: { [mcc: string]: string } = {
  "5942": "Book shops",
  "5651": "Clothing",
  "5812": "Restaurants",
  "5734": "Software",
  "4722": "Travel agencies",
  "7997": "Clubs and memberships",
  "5122": "Pharmacies and drugs",
  "5967": "Direct marketing by telephone",
  "7995": "Betting and gaming",
  "9399": "Another category",
};

const company = object("Which company is it?", {
  country: {
    ...choice("Country of the company", { GB: "United Kingdom", DE: "Germany", US: "United States" }),
    "x-format": "country",
  },
  legalName: text("Legal name", { help: "Exactly as it is registered.", example: "Fernreise Direkt GmbH" }),
  registrationNumber: local("Registration number", "company_number", COUNTRY),
  registeredAddress: address("Registered address", { country: COUNTRY }),
  website: formatted("Website", "url", { example: "https://fernreise.example" }),
  email: email("E-mail for questions about this application"),
});

const trade = object(
  "What do you sell, and how?",
  {
    mcc: choice("Merchant category", categories),
    monthsTrading: wholeNumber("Months of trading", 2400, { help: "Full months since the first sale." }),
    monthlyVolume: money("Card sales a month", "EUR", { help: "What you expect on average." }),
    averageTicket: money("Average sale", "EUR"),
    prepaidShare: percent("Share paid before delivery, in per cent", {
      help: "Of your card sales, how much is paid before the goods or the service are delivered.",
    }),
    deliveryDays: wholeNumber("Days from payment to delivery", 730, {
      help: "On average, of what is paid before delivery.",
    }),
    chargebackBps: wholeNumber("Chargebacks in basis points", 10_000, {
      help: "Of the last six months: 100 is one per cent. Leave it empty if you have not taken cards yet.",
    }),
  },
  ["chargebackBps"],
);

const accounts = object(
  "What do your accounts say?",
  {
    hasAccounts: yesNo("There are annual accounts"),
    currentRatio: offeredWhen(isYes("forms.merchant.hasAccounts"), {
      type: "number",
      title: "Current ratio",
      description: "Current assets divided by current liabilities, of the last accounts.",
      minimum: 0,
      maximum: 1000,
    } as Field),
    accounts: offeredWhen(
      isYes("forms.merchant.hasAccounts"),
      document("Annual accounts", "annual_accounts"),
    ),
  },
  ["hasAccounts"],
);

const site = object(
  "What stands on your website?",
  {
    siteTerms: yesNo("Terms and conditions"),
    siteRefunds: yesNo("How goods are returned and money is given back"),
    siteContact: yesNo("Address, e-mail and telephone"),
    sitePrivacy: yesNo("Privacy policy"),
    sitePrices: yesNo("Prices with their currency"),
  },
  ["siteTerms", "siteRefunds", "siteContact", "sitePrivacy", "sitePrices"],
);

const signatory = object("Who signs?", {
  firstName: text("First names"),
  lastName: text("Last names"),
  dateOfBirth: date("Date of birth"),
  nationality: country("Nationality"),
});

const consents = object("Please read and confirm", {
  match: consent("You may ask card schemes about terminated merchants."),
  isTrue: consent("What I have stated is complete and true, and I may act for the company."),
});

/** What a merchant is asked before cards are taken. */
export const merchantForm: Form = {
  key: "merchant",
  title: "Take card payments",
  pages: [
    { key: "company", title: "Company", description: "About ten minutes.", schema: company },
    { key: "trade", title: "Business", schema: trade },
    { key: "accounts", title: "Accounts", schema: accounts },
    { key: "site", title: "Website", schema: site },
    { key: "signatory", title: "Signatory", schema: signatory },
    { key: "consent", title: "Confirm", schema: consents },
  ],
};
