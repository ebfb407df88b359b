import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What a link to the list of applications carries; the start page's numbers are such links. */
export const applicationParams = {
  startedDays: parseAsInteger,
  startedOn: parseAsString,
  decidedDays: parseAsInteger,
  result: parseAsStringLiteral(["positive", "negative", "other", "open"]),
  by: parseAsStringLiteral(["system", "person"]),
  attention: parseAsBoolean,
};
