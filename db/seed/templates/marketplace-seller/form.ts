import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { all, any, atLeast, is, isYes, oneOf } from "../conditions";
import {
  address,
  choice,
  consent,
  country,
  date,
  document,
  email,
  formatted,
  local,
  money,
  object,
  offeredWhen,
  percent,
  shownWhen,
  text,
  yesNo,
} from "../fields";

type Form = NonNullable<WorkflowDocumentInput["forms"]>[string];

const COUNTRY = "forms.seller.country";
const inGb = is(COUNTRY, "GB");
const inDe = is(COUNTRY, "DE");
const inUs = is(COUNTRY, "US");

/** Categories that need a licence. */
export const regulatedCategories = ["alcohol", "medical", "supplements", "second_hand_jewellery"];
const isRegulated = oneOf("forms.seller.category", regulatedCategories);

/** Whom identification is about: everybody with 25 % or more, and whoever signs. */
export const mustIdentify = any(
  atLeast({ field: "item.share", default: 0 }, 25),
  is({ field: "item.isSignatory", default: false }, true),
);

const company = object(
  "Tell us about the company",
  {
    country: {
      ...choice("Country of the company", { GB: "United Kingdom", DE: "Germany", US: "United States" }),
      "x-format": "country",
    },
    legalName: text("Legal name", {
      help: "Exactly as it is registered, with the legal form. A trading name is asked for below.",
      example: "Northwind Trading Ltd",
    }),
    tradingName: text("Trading name", { help: "Only if customers know you by another name." }),
    registrationNumber: local("Registration number", "company_number", COUNTRY, {
      help: "United Kingdom: the company number of 8 characters. Germany: the HRB number. United States: the file number of the state.",
      example: "01234567",
    }),
    legalForm: shownWhen(
      inDe,
      choice("Legal form", {
        gmbh: "GmbH",
        ug: "UG (haftungsbeschränkt)",
        gmbh_ig: "GmbH i. G. (being founded)",
      }),
    ),
    registerCourt: shownWhen(
      inDe,
      text("Register court", { help: "The court that keeps the register.", example: "Amtsgericht Hamburg" }),
    ),
    stateOfFormation: shownWhen(inUs, text("State of formation", { max: 40, example: "Delaware" })),
    taxClass: shownWhen(
      inUs,
      choice("How the LLC is taxed", {
        single_member: "Single member (disregarded entity)",
        multi_member: "Several members (partnership)",
        corporation: "As a corporation",
      }),
    ),
    ein: shownWhen(
      inUs,
      formatted("Employer Identification Number (EIN)", "ein", {
        help: "Nine digits, as on the letter of the IRS.",
        example: "12-3456789",
      }),
    ),
    vatNumber: offeredWhen(
      any(inGb, inDe),
      local("VAT number", "vat", COUNTRY, {
        help: "Leave it empty if the company is not registered for VAT. Germany: USt-IdNr, DE and nine digits.",
        example: "GB123456789",
      }),
    ),
    incorporatedOn: date("Date of registration"),
  },
  ["tradingName", "vatNumber"],
);

const contact = object(
  "Where is it, and how do we reach you?",
  {
    registeredAddress: address("Registered address", { state: inUs, country: COUNTRY }),
    tradesElsewhere: yesNo("The business works from another address"),
    tradingAddress: shownWhen(
      isYes("forms.seller.tradesElsewhere"),
      address("Address of the business", { state: inUs }),
    ),
    phone: local("Phone", "phone", COUNTRY, {
      help: "With the country code, if it is one of another country.",
      example: "+44 20 7946 0000",
    }),
    email: email("E-mail for questions about this application"),
  },
  ["tradesElsewhere"],
);

const business = object(
  "What do you sell?",
  {
    category: choice("What you sell mostly", {
      fashion: "Clothing and shoes",
      home: "Home and garden",
      electronics: "Electronics",
      books: "Books and media",
      toys: "Toys and games",
      handmade: "Handmade goods",
      food: "Food without alcohol",
      alcohol: "Alcohol",
      supplements: "Food supplements",
      medical: "Medical devices",
      second_hand_jewellery: "Second-hand jewellery",
    }),
    licenceNumber: offeredWhen(isRegulated, text("Licence number", { max: 60 })),
    licence: offeredWhen(
      isRegulated,
      document("Licence", "licence", {
        help: "This category needs a licence. You can add it later; we will ask for it.",
      }),
    ),
    description: text("What you sell, in a sentence or two", { min: 10, max: 600 }),
    website: formatted("Website", "url", {
      help: "Leave it empty if there is none.",
      example: "https://northwind.example",
    }),
    plannedSales: money("Planned sales a year", "EUR", {
      help: "What you expect to sell here in the first twelve months, in euro.",
    }),
    shipsFrom: country("Where your goods are sent from"),
    statementDescriptor: text("Name on your customers' bank statements", {
      min: 5,
      max: 22,
      example: "NORTHWIND",
    }),
    sellsToEu: yesNo("You sell to consumers in the European Union"),
    traderStatement: offeredWhen(
      isYes("forms.seller.sellsToEu"),
      yesNo("You offer only products and services that comply with the law of the Union", {
        help: "Every trader has to state this before consumers in the Union can buy. You can add it later; we will ask for it.",
      }),
    ),
  },
  ["website", "sellsToEu"],
);

const owner = object(
  "person",
  {
    firstName: text("First names", { help: "As on the identity document." }),
    lastName: text("Last names"),
    dateOfBirth: date("Date of birth"),
    placeOfBirth: shownWhen(inDe, text("Place of birth")),
    nationality: country("Nationality"),
    residence: country("Country of residence"),
    homeAddress: address("Home address", { country: "item.residence" }),
    role: choice("Role in the company", {
      owner: "Owner",
      owner_director: "Owner and director",
      director: "Director without a share",
    }),
    share: percent("Share of the company, in per cent", {
      help: "Held directly and through other companies, together. 0 for a director without a share.",
    }),
    isSignatory: yesNo("Signs for the company"),
    ssnLast4: offeredWhen(all(inUs, is("item.residence", "US")), {
      ...text("Last four digits of the Social Security number", { max: 4 }),
      pattern: "^[0-9]{4}$",
      "x-message": "Last four digits of the Social Security number: use 4 digits, such as 1234.",
    }),
    documentNumber: shownWhen(
      mustIdentify,
      text("Number of the identity document", { max: 40, example: "P1234500" }),
    ),
    identityDocument: shownWhen(
      mustIdentify,
      document("Passport or identity card", "identity_document", {
        help: "A colour photo, uncropped and in date. Both sides of a card.",
      }),
    ),
  },
  ["isSignatory"],
);

const owners = object("Who owns and runs the company?", {
  owners: {
    type: "array",
    title: "Owners and directors",
    description: "Everybody who holds 25 % or more, every director, and whoever signs for the company.",
    minItems: 1,
    maxItems: 30,
    items: owner,
  },
});

const bank = object("Where should your payouts go?", {
  accountHolder: text("Account holder", { help: "The account has to be in the company's name." }),
  iban: shownWhen(inDe, formatted("IBAN", "iban", { example: "DE89 3704 0044 0532 0130 00" })),
  sortCode: shownWhen(inGb, formatted("Sort code", "sort_code", { example: "20-00-00" })),
  routingNumber: shownWhen(
    inUs,
    formatted("Routing number", "routing_number", { help: "Nine digits.", example: "021000021" }),
  ),
  accountNumber: shownWhen(
    any(inGb, inUs),
    local("Account number", "account_number", COUNTRY, { example: "55779900" }),
  ),
});

const documents = object("May we see these papers?", {
  incorporation: shownWhen(
    inGb,
    document("Certificate of incorporation or Companies House extract", "incorporation"),
  ),
  registerExtract: shownWhen(inDe, document("Current print of the Handelsregister", "register_extract")),
  shareholderList: shownWhen(inDe, document("Gesellschafterliste", "shareholder_list")),
  formation: shownWhen(inUs, document("Articles of organization", "formation")),
  irsLetter: offeredWhen(
    inUs,
    document("Letter of the IRS (CP 575 or 147C)", "irs_letter", { help: "If you have it at hand." }),
  ),
});

const consents = object("Please read and confirm", {
  listsAreComplete: consent("The owners and directors named here are complete and correct."),
  mayAct: consent("I may act for the company."),
  w9: shownWhen(
    inUs,
    consent("Under penalties of perjury, the tax number given is correct and I am a US person (form W-9)."),
  ),
  dataUse: consent("I have read how Bazaarly uses this data to check the company and the people named."),
});

/** Everything a seller is asked, in one form of seven pages: country first, then only what applies to it. */
export const sellerForm: Form = {
  key: "seller",
  title: "Sell on Bazaarly",
  pages: [
    {
      key: "company",
      title: "Company",
      description:
        "About ten minutes. Have the register number, the bank details and your identity document at hand.",
      schema: company,
    },
    { key: "contact", title: "Address and contact", schema: contact },
    { key: "business", title: "Business", schema: business },
    { key: "people", title: "People", schema: owners },
    { key: "bank", title: "Bank account", description: "Where your payouts go.", schema: bank },
    { key: "documents", title: "Documents", schema: documents },
    { key: "consent", title: "Confirm", schema: consents },
  ],
};
