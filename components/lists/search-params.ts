import { parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { entryFilters } from "@/server/lists/schema";

/** What a link to the lists carries. */
export const listsParams = { archived: parseAsBoolean };

export const listTabs = ["entries", "waiting", "history", "uses"] as const;

/** What a link to one list carries. */
export const listParams = {
  tab: parseAsStringLiteral(listTabs).withDefault("entries"),
  state: parseAsStringLiteral(entryFilters),
  search: parseAsString,
  entry: parseAsString,
};
