import { deliverMessage } from "@/server/messages/deliver";
import { idIn, type Work } from "./work";

export const mail: Work = {
  queue: "mail",
  concurrency: 2,
  batch: 5,
  pollSeconds: 2,
  run: ({ ctx, data, isLastTry }) => deliverMessage(ctx, { messageId: idIn(data, "messageId"), isLastTry }),
};
