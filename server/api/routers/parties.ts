import { eraseParty } from "@/server/parties/erase";
import { getParty } from "@/server/parties/get";
import { listParties } from "@/server/parties/list";
import { erasePartyInput, listPartiesInput, partyInput } from "@/server/parties/schema";
import { procedure, router } from "../trpc";

export const partiesRouter = router({
  list: procedure("parties.view")
    .input(listPartiesInput)
    .query(({ ctx, input }) => listParties(ctx, input)),
  get: procedure("parties.view")
    .input(partyInput)
    .query(({ ctx, input }) => getParty(ctx, input)),
  erase: procedure("parties.erase")
    .input(erasePartyInput)
    .mutation(({ ctx, input }) => eraseParty(ctx, input)),
});
