import { requestSchemas, type VendorPlugin } from "../contract";
import { askRegistry } from "./client";
import { sandboxRegistry } from "./definition";
import { companyAnswer } from "./mapper";

export const sandboxRegistryPlugin: VendorPlugin = {
  definition: sandboxRegistry,
  async check(_capability, request, _credentials, _settings, call) {
    const question = requestSchemas.company_lookup.parse(request);
    return companyAnswer(await askRegistry(question, call), question.name);
  },
};
