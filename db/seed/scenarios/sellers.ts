import type { JsonObject } from "@/server/engine/state";

/** Answers of sellers and their people. Endings choose the sandbox's answers; everything else is plausible and valid. */

/** A German IBAN over an account number, with its check digits. */
export function germanIban(account: string, bank = "37040044"): string {
  const digits = `${bank}${account.padStart(10, "0")}131400`;
  const rest = [...digits].reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0);
  return `DE${String(98 - rest).padStart(2, "0")}${bank}${account.padStart(10, "0")}`;
}

export interface Person {
  firstName: string;
  lastName: string;
  dateOfBirth: string;
  nationality: string;
  role: "owner" | "owner_director" | "director";
  share: number;
  isSignatory?: boolean;
  documentNumber?: string;
  identityDocument?: string;
  residence?: string;
  placeOfBirth?: string;
}

const homes: { [country: string]: JsonObject } = {
  GB: { street: "4 Orchard Lane", city: "Leeds", postcode: "LS1 4AP" },
  DE: { street: "Gartenweg 7", city: "Hamburg", postcode: "20095" },
  US: { street: "410 Maple Street", city: "Austin", postcode: "78701" },
};

/** A person as the form asks for them; those who need none have no identity document. */
export function person(who: Person, country: string): JsonObject {
  const needsDocument = who.share >= 25 || who.isSignatory === true;
  const { identityDocument = "doc_identity", documentNumber = "P1234500", ...rest } = who;
  return {
    residence: country,
    homeAddress: homes[who.residence ?? country] ?? homes["GB"]!,
    ...(country === "DE" ? { placeOfBirth: "Hamburg" } : {}),
    ...rest,
    ...(needsDocument ? { documentNumber, identityDocument } : {}),
  };
}

interface Seller {
  legalName: string;
  registrationNumber?: string;
  owners: Person[];
  /** Fields to change or add. */
  more?: JsonObject;
}

const agreed = { listsAreComplete: true, mayAct: true, dataUse: true };
const planned = (amount: number): JsonObject => ({ amount: amount * 100, currency: "EUR" });

/** A UK limited company. */
export function ukSeller({
  legalName,
  registrationNumber = "01234500",
  owners,
  more = {},
}: Seller): JsonObject {
  return {
    country: "GB",
    legalName,
    registrationNumber,
    incorporatedOn: "2019-03-14",
    registeredAddress: { street: "12 Market Street", city: "Leeds", postcode: "LS1 6DT" },
    tradesElsewhere: false,
    phone: "+442079460958",
    email: "owner@example.com",
    category: "home",
    description: "Handwoven rugs and cushions from three workshops.",
    plannedSales: planned(60_000),
    shipsFrom: "GB",
    statementDescriptor: "NORTHWIND",
    owners: owners.map((owner) => person(owner, "GB")),
    accountHolder: legalName,
    sortCode: "20-00-00",
    accountNumber: "55779900",
    incorporation: "doc_incorporation",
    ...agreed,
    ...more,
  };
}

/** A German GmbH. */
export function germanSeller({
  legalName,
  registrationNumber = "HRB 123400",
  owners,
  more = {},
}: Seller): JsonObject {
  return {
    country: "DE",
    legalName,
    registrationNumber,
    legalForm: "gmbh",
    registerCourt: "Amtsgericht Hamburg",
    vatNumber: "DE136695976",
    incorporatedOn: "2016-09-01",
    registeredAddress: { street: "Speicherstraße 9", city: "Hamburg", postcode: "20457" },
    tradesElsewhere: false,
    phone: "+494036985678",
    email: "kontakt@example.com",
    category: "electronics",
    description: "Refurbished cameras and lenses with a year of warranty.",
    plannedSales: planned(220_000),
    shipsFrom: "DE",
    statementDescriptor: "LICHTWERK",
    owners: owners.map((owner) => person(owner, "DE")),
    accountHolder: legalName,
    iban: germanIban("532013000"),
    registerExtract: "doc_register",
    shareholderList: "doc_shareholders",
    ...agreed,
    ...more,
  };
}

/** A US limited liability company. */
export function usSeller({
  legalName,
  registrationNumber = "7654300",
  owners,
  more = {},
}: Seller): JsonObject {
  return {
    country: "US",
    legalName,
    registrationNumber,
    stateOfFormation: "Delaware",
    taxClass: "multi_member",
    ein: "12-3456789",
    incorporatedOn: "2020-06-02",
    registeredAddress: { street: "2100 Congress Avenue", city: "Austin", state: "Texas", postcode: "78701" },
    tradesElsewhere: false,
    phone: "+12025550143",
    email: "hello@example.com",
    category: "handmade",
    description: "Leather goods made to order in a small shop.",
    plannedSales: planned(48_000),
    shipsFrom: "US",
    statementDescriptor: "PRAIRIE GOODS",
    owners: owners.map((owner) => person(owner, "US")),
    accountHolder: legalName,
    routingNumber: "021000021",
    accountNumber: "483321100",
    formation: "doc_formation",
    w9: true,
    ...agreed,
    ...more,
  };
}
