import { changeEndpoint } from "@/server/webhooks/change-endpoint";
import { createEndpoint } from "@/server/webhooks/create-endpoint";
import { deleteEndpoint } from "@/server/webhooks/delete-endpoint";
import { getDelivery } from "@/server/webhooks/get-delivery";
import { listCallbacks } from "@/server/webhooks/list-callbacks";
import { listDeliveries } from "@/server/webhooks/list-deliveries";
import { getEndpoint, listEndpoints } from "@/server/webhooks/list-endpoints";
import { listPaused } from "@/server/webhooks/list-paused";
import { pauseEndpoint } from "@/server/webhooks/pause-endpoint";
import { countReplay, replayDeliveries } from "@/server/webhooks/replay";
import { resumeEndpoint } from "@/server/webhooks/resume-endpoint";
import { rotateSecret } from "@/server/webhooks/rotate-secret";
import {
  changeEndpointInput,
  countReplayInput,
  createEndpointInput,
  deliveryInput,
  endpointInput,
  listCallbacksInput,
  listDeliveriesInput,
  replayInput,
  resumeEndpointInput,
} from "@/server/webhooks/schema";
import { testEndpoint } from "@/server/webhooks/test-endpoint";
import { procedure, router } from "../trpc";

export const webhooksRouter = router({
  list: procedure("webhooks.view").query(({ ctx }) => listEndpoints(ctx)),
  paused: procedure("webhooks.view").query(({ ctx }) => listPaused(ctx)),
  get: procedure("webhooks.view")
    .input(endpointInput)
    .query(({ ctx, input }) => getEndpoint(ctx, input)),
  deliveries: procedure("webhooks.view")
    .input(listDeliveriesInput)
    .query(({ ctx, input }) => listDeliveries(ctx, input)),
  delivery: procedure("webhooks.view")
    .input(deliveryInput)
    .query(({ ctx, input }) => getDelivery(ctx, input)),
  countReplay: procedure("webhooks.view")
    .input(countReplayInput)
    .query(({ ctx, input }) => countReplay(ctx, input)),
  callbacks: procedure("connections.view")
    .input(listCallbacksInput)
    .query(({ ctx, input }) => listCallbacks(ctx, input)),
  create: procedure("webhooks.change")
    .input(createEndpointInput)
    .mutation(({ ctx, input }) => createEndpoint(ctx, input)),
  change: procedure("webhooks.change")
    .input(changeEndpointInput)
    .mutation(({ ctx, input }) => changeEndpoint(ctx, input)),
  rotateSecret: procedure("webhooks.change")
    .input(endpointInput)
    .mutation(({ ctx, input }) => rotateSecret(ctx, input)),
  test: procedure("webhooks.change")
    .input(endpointInput)
    .mutation(({ ctx, input }) => testEndpoint(ctx, input)),
  pause: procedure("webhooks.change")
    .input(endpointInput)
    .mutation(({ ctx, input }) => pauseEndpoint(ctx, input)),
  resume: procedure("webhooks.change")
    .input(resumeEndpointInput)
    .mutation(({ ctx, input }) => resumeEndpoint(ctx, input)),
  delete: procedure("webhooks.change")
    .input(endpointInput)
    .mutation(({ ctx, input }) => deleteEndpoint(ctx, input)),
  replay: procedure("webhooks.replay")
    .input(replayInput)
    .mutation(({ ctx, input }) => replayDeliveries(ctx, input)),
});
