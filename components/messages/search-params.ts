import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { messageStatuses } from "@/db/enums/enums";

/** What a link to the mailbox carries. */
export const mailboxParams = { status: parseAsStringLiteral(messageStatuses), message: parseAsString };
