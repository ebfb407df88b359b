import { deliverWebhook } from "@/server/webhooks/deliver";
import { tellAdmins } from "@/server/webhooks/tell-admins";
import { idIn, type Work } from "./work";

/** Receivers are waited for, not computed. Two places per endpoint: one that hangs leaves the others theirs. */
export const webhook: Work = {
  queue: "webhook",
  concurrency: 12,
  batch: 4,
  perGroup: 2,
  pollSeconds: 1,
  run: ({ ctx, data, signal }) =>
    deliverWebhook(ctx, { deliveryId: idIn(data, "deliveryId"), now: () => new Date(), signal }),
};

export const webhookNotice: Work = {
  queue: "webhook-notice",
  concurrency: 1,
  batch: 1,
  pollSeconds: 5,
  run: ({ ctx, data }) =>
    tellAdmins(ctx, { endpointId: idIn(data, "endpointId"), because: data["because"] ?? "" }),
};
