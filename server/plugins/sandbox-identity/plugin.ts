import { z } from "zod";
import { signedEvent, standardEvent } from "../callback";
import { PluginFailure, requestSchemas, type VendorPlugin } from "../contract";
import { sandboxCredentials } from "../sandbox-credentials";
import { answersLater, askReader, calledBack } from "./client";
import { sandboxIdentity } from "./definition";
import { documentAnswer } from "./mapper";

const told = z.object({ reference: z.string().max(1000), file: z.unknown() });

/** Real vendors give a secret of its own for this; the sandbox signs with its API key. */
const keyOf = (credentials: unknown) => Buffer.from(sandboxCredentials.parse(credentials).apiKey);

export const sandboxIdentityPlugin: VendorPlugin = {
  definition: sandboxIdentity,
  async check(_capability, request, _credentials, _settings, call) {
    const question = requestSchemas.identity_document.parse(request);
    const later = call.callback && answersLater(question);
    return later ? { later } : documentAnswer(await askReader(question, call), question);
  },
  callback: {
    verify: (callback, credentials, now) => standardEvent(callback, [keyOf(credentials)], now),
    tokenOf: (body) => told.safeParse(body).data?.reference,
    answer(_capability, request, body) {
      const parsed = told.safeParse(body);
      if (!parsed.success)
        throw new PluginFailure("garbage", "The callback did not have the expected shape.");
      return documentAnswer(parsed.data.file, requestSchemas.identity_document.parse(request));
    },
    rehearse: (_capability, request, credentials, { token, at }) =>
      signedEvent(
        keyOf(credentials),
        at,
        calledBack(requestSchemas.identity_document.parse(request), token, at),
      ),
  },
};
