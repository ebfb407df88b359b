import { requestSchemas, type VendorPlugin } from "../contract";
import { askBank } from "./client";
import { sandboxBank } from "./definition";
import { bankAnswer } from "./mapper";

export const sandboxBankPlugin: VendorPlugin = {
  definition: sandboxBank,
  async check(_capability, request, _credentials, _settings, call) {
    return bankAnswer(await askBank(requestSchemas.bank_account_name.parse(request), call));
  },
};
