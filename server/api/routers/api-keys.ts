import { createApiKey } from "@/server/workspaces/create-api-key";
import { listApiKeys } from "@/server/workspaces/list-api-keys";
import { revokeApiKey } from "@/server/workspaces/revoke-api-key";
import { apiKeyInput, createApiKeyInput } from "@/server/workspaces/schema";
import { operations } from "../operations";
import { apiReference } from "../reference";
import { procedure, router } from "../trpc";

const reference = apiReference(operations);

export const apiKeysRouter = router({
  /** What keys can be used for: every operation, with examples to copy. */
  reference: procedure("workspace.view").query(() => reference),
  list: procedure("apiKeys.view").query(({ ctx }) => listApiKeys(ctx)),
  create: procedure("apiKeys.create")
    .input(createApiKeyInput)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),
  revoke: procedure("apiKeys.revoke")
    .input(apiKeyInput)
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
});
