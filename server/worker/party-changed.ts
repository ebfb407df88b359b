import { startOnPartyChange } from "@/server/workflows/start-on-party-change";
import { idIn, type Work } from "./work";

export const partyChanged: Work = {
  queue: "party-changed",
  concurrency: 1,
  batch: 10,
  pollSeconds: 2,
  async run({ ctx, data }) {
    await startOnPartyChange(ctx, {
      partyId: idIn(data, "partyId"),
      changeId: idIn(data, "changeId"),
      fields: idIn(data, "fields").split(" "),
    });
  },
};
