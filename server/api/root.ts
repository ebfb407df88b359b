import { apiKeysRouter } from "./routers/api-keys";
import { applicationsRouter } from "./routers/applications";
import { auditRouter } from "./routers/audit";
import { backtestsRouter } from "./routers/backtests";
import { batchesRouter } from "./routers/batches";
import { casesRouter } from "./routers/cases";
import { collectionRouter } from "./routers/collection";
import { connectionsRouter } from "./routers/connections";
import { decisionsRouter } from "./routers/decisions";
import { labelsRouter } from "./routers/labels";
import { listsRouter } from "./routers/lists";
import { membersRouter } from "./routers/members";
import { messagesRouter } from "./routers/messages";
import { partiesRouter } from "./routers/parties";
import { runsRouter } from "./routers/runs";
import { sessionsRouter } from "./routers/sessions";
import { webhooksRouter } from "./routers/webhooks";
import { workflowsRouter } from "./routers/workflows";
import { workspacesRouter } from "./routers/workspaces";
import { createCallerFactory, router } from "./trpc";

/** Every procedure of the app, one router per noun. */
export const appRouter = router({
  apiKeys: apiKeysRouter,
  applications: applicationsRouter,
  audit: auditRouter,
  backtests: backtestsRouter,
  batches: batchesRouter,
  cases: casesRouter,
  collection: collectionRouter,
  connections: connectionsRouter,
  decisions: decisionsRouter,
  lists: listsRouter,
  labels: labelsRouter,
  members: membersRouter,
  messages: messagesRouter,
  parties: partiesRouter,
  runs: runsRouter,
  sessions: sessionsRouter,
  webhooks: webhooksRouter,
  workflows: workflowsRouter,
  workspaces: workspacesRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures in process, through the same gates as over HTTP. */
export const createCaller = createCallerFactory(appRouter);
