import { type Plugin, requestSchemas } from "../contract";
import { askRegistry } from "./client";
import { sandboxRegistry } from "./definition";
import { companyAnswer } from "./mapper";

export const sandboxRegistryPlugin: Plugin = {
  definition: sandboxRegistry,
  async check(_capability, request, _credentials, _settings, call) {
    const question = requestSchemas.company_lookup.parse(request);
    return companyAnswer(await askRegistry(question, call), question.name);
  },
};
