import { rehearseCallback } from "@/server/webhooks/rehearse-callback";
import { settleCallback } from "@/server/webhooks/settle-callback";
import { idIn, type Work } from "./work";

export const callback: Work = {
  queue: "callback",
  concurrency: 2,
  batch: 4,
  pollSeconds: 1,
  run: ({ ctx, data }) => settleCallback(ctx, { callbackId: idIn(data, "callbackId") }),
};

export const rehearsal: Work = {
  queue: "rehearsal",
  concurrency: 1,
  batch: 1,
  pollSeconds: 2,
  run: ({ ctx, data }) => rehearseCallback(ctx, { runId: idIn(data, "runId"), key: idIn(data, "key") }),
};
