import { applicant } from "./screens/applicant";
import { audit } from "./screens/audit";
import { backtests } from "./screens/backtests";
import { batches } from "./screens/batches";
import { beginning } from "./screens/beginning";
import { builder } from "./screens/builder";
import { cases } from "./screens/cases";
import { decisions } from "./screens/decisions";
import { home } from "./screens/home";
import { lists } from "./screens/lists";
import { mailbox } from "./screens/mailbox";
import { parties } from "./screens/parties";
import { partScreens } from "./screens/parts";
import { publishingScreens } from "./screens/publishing";
import { runs } from "./screens/runs";
import type { Screen } from "./screens/screen";
import { settings } from "./screens/settings";
import { signIn } from "./screens/sign-in";
import { tableScreens } from "./screens/tables";
import { trials } from "./screens/trial";
import { versions } from "./screens/versions";
import { webhooks } from "./screens/webhooks";
import { workflows } from "./screens/workflows";

/** Every screen × state, by room. A new screen is a line in its room. */
export const screens: readonly Screen[] = [
  ...signIn,
  ...home,
  ...cases,
  ...parties,
  ...workflows,
  ...beginning,
  ...builder,
  ...versions,
  ...publishingScreens,
  ...partScreens,
  ...tableScreens,
  ...trials,
  ...runs,
  ...decisions,
  ...backtests,
  ...batches,
  ...lists,
  ...mailbox,
  ...audit,
  ...settings,
  ...webhooks,
  ...applicant,
];
