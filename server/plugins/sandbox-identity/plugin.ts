import { requestSchemas, type VendorPlugin } from "../contract";
import { askReader } from "./client";
import { sandboxIdentity } from "./definition";
import { documentAnswer } from "./mapper";

export const sandboxIdentityPlugin: VendorPlugin = {
  definition: sandboxIdentity,
  async check(_capability, request, _credentials, _settings, call) {
    const question = requestSchemas.identity_document.parse(request);
    return documentAnswer(await askReader(question, call), question);
  },
};
