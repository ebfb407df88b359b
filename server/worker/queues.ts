import type { QueueName } from "@/db/queues";
import { drive } from "./drive";
import { sealAuditChore } from "./seal-audit";
import { sweep } from "./sweep";
import { timer } from "./timer";
import type { Work } from "./work";

/** What is done with each queue's jobs. */
export const works: { readonly [Q in QueueName]?: Work } = {
  drive,
  timer,
  "seal-audit": sealAuditChore,
  sweep,
};
