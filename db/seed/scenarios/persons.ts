import type { JsonObject } from "@/server/engine/state";

/** Answers of a person; endings choose the sandbox's answers. */
export function personAnswers(
  name: { firstName: string; lastName: string },
  more: JsonObject = {},
): JsonObject {
  return {
    ...name,
    dateOfBirth: "1991-02-17",
    placeOfBirth: "Graz",
    nationality: "AT",
    email: "someone@example.com",
    phone: "+436641234567",
    country: "AT",
    homeAddress: { street: "Annenstraße 20", city: "Graz", postcode: "8020" },
    taxCountry: "AT",
    documentType: "passport",
    documentNumber: "P7654300",
    identityDocument: "doc_identity",
    occupation: "employed",
    employer: "Steirische Werke",
    purpose: "everyday",
    sourceOfFunds: "salary",
    ownAccount: true,
    isTrue: true,
    dataUse: true,
    ...more,
  };
}
