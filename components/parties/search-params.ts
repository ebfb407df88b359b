import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { partyKinds } from "@/db/enums/enums";

/** What a link to the list of parties carries. */
export const partyParams = {
  kind: parseAsStringLiteral(partyKinds),
  search: parseAsString,
};
