import { PluginFailure, type ToolPlugin } from "../contract";
import { isSuccess, sendHttp, unexpected } from "./client";
import { type HttpCredentials, type HttpSettings, httpApi } from "./definition";

const MOST_BYTES = 256 * 1024;

export const httpApiPlugin: ToolPlugin<"http"> = {
  definition: httpApi,
  async act(action, credentials, settings, call) {
    const answer = await sendHttp(action, credentials as HttpCredentials, settings as HttpSettings, call);
    if (!isSuccess(answer.status) && !action.expect.includes(answer.status))
      throw unexpected(answer.status, call.mayRepeat);
    return answer;
  },
  async test(credentials, settings, call) {
    const { testPath } = settings as HttpSettings;
    const ask = {
      method: "GET" as const,
      path: testPath,
      query: {},
      headers: {},
      expect: [],
      maxBytes: MOST_BYTES,
    };
    const { status } = await sendHttp(ask, credentials as HttpCredentials, settings as HttpSettings, call);
    if (status === 401 || status === 403 || status === 429 || status >= 500) throw unexpected(status, true);
    // Without a path of its own for tests, an address may well know nothing at its root.
    if (testPath !== "" && !isSuccess(status))
      throw new PluginFailure("refused", `It answered ${status} at ${testPath}. Check the path for tests.`);
    return `Answered ${status}`;
  },
};
