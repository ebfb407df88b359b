import type { QueueName } from "@/db/queues";
import { backtest } from "./backtest";
import { batch } from "./batch";
import { callback, rehearsal } from "./callback";
import { child } from "./child";
import { drive } from "./drive";
import { goLive } from "./go-live";
import { mail } from "./mail";
import { migrate } from "./migrate";
import { partyChanged } from "./party-changed";
import { rerunDecisionsChore, rerunNotice } from "./rerun-decisions";
import { sealAuditChore } from "./seal-audit";
import { shadow } from "./shadow";
import { startScheduledChore } from "./start-scheduled";
import { sweep } from "./sweep";
import { timer } from "./timer";
import { verdict } from "./verdict";
import { webhook, webhookNotice } from "./webhook";
import type { Work } from "./work";

/** What is done with each queue's jobs; leaving one out does not compile. */
export const works: { readonly [Q in QueueName]: Work } = {
  drive,
  timer,
  child,
  verdict,
  shadow,
  migrate,
  "go-live": goLive,
  batch,
  backtest,
  "party-changed": partyChanged,
  mail,
  webhook,
  "webhook-notice": webhookNotice,
  callback,
  rehearsal,
  "start-scheduled": startScheduledChore,
  "rerun-decisions": rerunDecisionsChore,
  "rerun-notice": rerunNotice,
  "seal-audit": sealAuditChore,
  sweep,
};
