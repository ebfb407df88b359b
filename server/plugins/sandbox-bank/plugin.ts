import { type Plugin, requestSchemas } from "../contract";
import { askBank } from "./client";
import { sandboxBank } from "./definition";
import { bankAnswer } from "./mapper";

export const sandboxBankPlugin: Plugin = {
  definition: sandboxBank,
  async check(_capability, request, _credentials, _settings, call) {
    return bankAnswer(await askBank(requestSchemas.bank_account_name.parse(request), call));
  },
};
