import {
  createSerializer,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { caseStatuses } from "@/db/enums/enums";
import { caseSorts } from "@/server/cases/schema";

/** What a link to the list of cases carries; a case opened from it carries the same, so that the list stays beside it. */
export const caseParams = {
  queue: parseAsString,
  status: parseAsStringLiteral(["active", ...caseStatuses]),
  assignee: parseAsString,
  olderThanHours: parseAsInteger,
  overdue: parseAsBoolean,
  search: parseAsString,
  sort: parseAsStringLiteral(caseSorts),
};

export type CaseFilters = {
  [K in keyof typeof caseParams]: ReturnType<(typeof caseParams)[K]["parse"]>;
};

/** The filters as the end of an address. */
export const caseSearch = createSerializer(caseParams);

export const noCaseFilters: CaseFilters = {
  queue: null,
  status: null,
  assignee: null,
  olderThanHours: null,
  overdue: null,
  search: null,
  sort: null,
};
