import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { backtestFindings } from "@/db/enums/enums";

/** Which of a backtest's findings are listed, and which of them stands open. */
export const backtestParams = {
  finding: parseAsStringLiteral(backtestFindings).withDefault("flipped"),
  decided: parseAsString,
  replayed: parseAsString,
  rule: parseAsString,
  record: parseAsString,
};
