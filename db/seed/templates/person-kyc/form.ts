import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { isYes, oneOf } from "../conditions";
import {
  address,
  choice,
  consent,
  country,
  date,
  document,
  email,
  formatted,
  object,
  shownWhen,
  text,
  yesNo,
} from "../fields";

type Form = NonNullable<WorkflowDocumentInput["forms"]>[string];

const you = object(
  "Who are you?",
  {
    firstName: text("First names", { help: "All of them, as on your identity document." }),
    lastName: text("Last names"),
    formerName: text("Former name", { help: "Only if you had another one." }),
    dateOfBirth: date("Date of birth"),
    placeOfBirth: text("Place of birth"),
    nationality: country("Nationality"),
    email: email("E-mail"),
    phone: formatted("Mobile phone", "phone", { help: "With the country code.", example: "+49 171 2345678" }),
  },
  ["formerName"],
);

const home = object("Where do you live?", {
  country: country("Country you live in"),
  homeAddress: address("Home address", { country: "forms.person.country" }),
  taxCountry: country("Country you pay tax in"),
});

const identity = object("May we see your identity document?", {
  documentType: choice("Document", {
    passport: "Passport",
    identity_card: "Identity card",
    residence_permit: "Residence permit",
  }),
  documentNumber: text("Number of the document", { max: 40, example: "C01X00T00" }),
  identityDocument: document("Photo of the document", "identity_document", {
    help: "In colour, uncropped and in date. Both sides of a card.",
  }),
});

const purpose = object(
  "What will you use the account for?",
  {
    occupation: choice("Occupation", {
      employed: "Employed",
      self_employed: "Self-employed",
      student: "Student",
      retired: "Retired",
      other: "Other",
    }),
    employer: shownWhen(
      oneOf("forms.person.occupation", ["employed", "self_employed"]),
      text("Employer or business"),
    ),
    purpose: choice("What you will use the account for", {
      everyday: "Everyday payments",
      savings: "Savings",
      business: "Business",
    }),
    sourceOfFunds: choice("Where the money comes from", {
      salary: "Salary or pension",
      business: "Own business",
      savings: "Savings",
      gift: "Gift or inheritance",
      sale: "Sale of property",
    }),
    publicOffice: yesNo("I, or somebody close to me, hold a prominent public office", {
      help: "Such as a member of a government, parliament, high court or the board of a central bank.",
    }),
    publicOfficeDetails: shownWhen(
      isYes("forms.person.publicOffice"),
      text("Which office, and who holds it", { min: 5, max: 400 }),
    ),
  },
  ["publicOffice"],
);

const consents = object("Please read and confirm", {
  ownAccount: consent("I act for myself and not for somebody else."),
  isTrue: consent("What I have stated is complete and true."),
  dataUse: consent("I have read how my data is used to check who I am."),
});

/** What a person is asked: who, where, document, purpose, consent. */
export const personForm: Form = {
  key: "person",
  title: "Open an account",
  pages: [
    {
      key: "you",
      title: "About you",
      description: "About five minutes. Have your identity document at hand.",
      schema: you,
    },
    { key: "home", title: "Where you live", schema: home },
    { key: "identity", title: "Identity document", schema: identity },
    { key: "purpose", title: "Your account", schema: purpose },
    { key: "consent", title: "Confirm", schema: consents },
  ],
};
