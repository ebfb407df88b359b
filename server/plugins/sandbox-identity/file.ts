import type { z } from "zod";
import type { requestSchemas } from "../contract";
import { invented } from "../sandbox-answers";

export type IdentityQuestion = z.infer<(typeof requestSchemas)["identity_document"]>;

/** What it sends, in its own words; which file, the table of answers says. */
export function fileOf(says: string, question: IdentityQuestion, at: Date): unknown {
  const year = at.getUTCFullYear();
  const good = {
    document: "GENUINE",
    number:
      question.documentNumber ??
      `P${10_000_000 + invented(`${question.firstName}${question.lastName}`, 8e7)}`,
    expires: `${year + 4}-06-30`,
    firstName: question.firstName,
    lastName: question.lastName,
    birthDate: question.dateOfBirth,
  };
  switch (says) {
    case "genuine":
      return good;
    case "absent":
      return { document: "NONE" };
    case "forged":
      return { ...good, document: "FORGED" };
    case "expired":
      return { ...good, document: "EXPIRED", expires: `${year - 1}-06-30` };
    case "unreadable":
      return { document: "UNREADABLE" };
    case "other_name":
      return { ...good, firstName: "Another", lastName: "Person" };
    case "other_birth_date":
      return { ...good, birthDate: question.dateOfBirth === "1970-01-01" ? "1970-01-02" : "1970-01-01" };
    case "several":
      return {
        ...good,
        document: "EXPIRED",
        expires: `${year - 1}-06-30`,
        firstName: "Another",
        lastName: "Person",
      };
    default:
      return { ...good, document: "DEFERRED" };
  }
}
