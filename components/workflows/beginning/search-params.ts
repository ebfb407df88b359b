import { parseAsString, parseAsStringLiteral } from "nuqs";

export const waysToBegin = ["template", "empty", "file", "ballerine"] as const;
export type WayToBegin = (typeof waysToBegin)[number];

export const beginningSearch = {
  from: parseAsStringLiteral(waysToBegin).withDefault("template"),
  /** The template that is looked at. */
  template: parseAsString,
};
