import {
  type Capability,
  type CheckAnswer,
  type JsonObject,
  PluginFailure,
  parseAnswer,
  requestSchemas,
} from "./contract";
import { type SandboxAnswer, sandboxAnswer } from "./sandbox-answers";
import { fileOf as bankFile } from "./sandbox-bank/file";
import { bankAnswer } from "./sandbox-bank/mapper";
import { fileOf as identityFile } from "./sandbox-identity/file";
import { documentAnswer } from "./sandbox-identity/mapper";
import { troubleOf } from "./sandbox-manners";
import { fileOf as registryFile } from "./sandbox-registry/file";
import { companyAnswer } from "./sandbox-registry/mapper";
import { fileOf as screeningFile } from "./sandbox-screening/file";
import { screeningAnswer } from "./sandbox-screening/mapper";

type Said = { output: CheckAnswer } | { error: { kind: PluginFailure["kind"]; message: string } };

/** What the sandbox's vendors say to a question: the same table and the same words, at once and without a server. */
export function sandboxSaid(
  capability: Capability,
  request: JsonObject,
  { attempt, at }: { attempt: number; at: string },
): Said {
  try {
    const { row, answer } = asked(capability, request, new Date(at));
    const trouble = troubleOf(row, attempt);
    if (trouble) throw trouble;
    return { output: parseAnswer(capability, answer()) };
  } catch (error) {
    if (error instanceof PluginFailure) return { error: { kind: error.kind, message: error.message } };
    throw error;
  }
}

interface Asked {
  row: SandboxAnswer;
  answer(): CheckAnswer;
}

function asked(capability: Capability, request: JsonObject, at: Date): Asked {
  switch (capability) {
    case "company_lookup": {
      const question = parsed(requestSchemas.company_lookup, request);
      const row = sandboxAnswer(capability, "number", question.registrationNumber);
      return { row, answer: () => companyAnswer(registryFile(row.says, question, at), question.name) };
    }
    case "watchlist_screening": {
      const question = parsed(requestSchemas.watchlist_screening, request);
      const row = sandboxAnswer(capability, "name", question.name);
      return { row, answer: () => screeningAnswer(screeningFile(row.says, question)) };
    }
    case "identity_document": {
      const question = parsed(requestSchemas.identity_document, request);
      const { documentNumber, documentIds, lastName } = question;
      if (!documentNumber && documentIds.length === 0)
        throw new PluginFailure(
          "input_missing",
          "There is neither a document nor a document number to check.",
        );
      const row = documentNumber
        ? sandboxAnswer(capability, "number", documentNumber)
        : sandboxAnswer(capability, "name", lastName);
      return { row, answer: () => documentAnswer(identityFile(row.says, question, at), question) };
    }
    case "bank_account_name": {
      const question = parsed(requestSchemas.bank_account_name, request);
      const account = question.iban ?? question.accountNumber;
      if (!account)
        throw new PluginFailure("input_missing", "There is neither an account number nor an IBAN.");
      const row = sandboxAnswer(capability, "number", account);
      return { row, answer: () => bankAnswer(bankFile(row.says, question)) };
    }
  }
}

function parsed<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  request: JsonObject,
): T {
  const read = schema.safeParse(request);
  if (read.success) return read.data;
  throw new PluginFailure("input_missing", "A field the question needs is empty.");
}
