import { requestSchemas, type VendorPlugin } from "../contract";
import { askLists } from "./client";
import { sandboxScreening } from "./definition";
import { screeningAnswer } from "./mapper";

export const sandboxScreeningPlugin: VendorPlugin = {
  definition: sandboxScreening,
  async check(_capability, request, _credentials, _settings, call) {
    return screeningAnswer(await askLists(requestSchemas.watchlist_screening.parse(request), call));
  },
};
