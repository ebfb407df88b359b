import { parseAsNumberLiteral } from "nuqs/server";
import { overviewPeriods } from "@/server/decisions/schema";

/** What a link to the start page carries. */
export const overviewParams = { days: parseAsNumberLiteral(overviewPeriods).withDefault(30) };
