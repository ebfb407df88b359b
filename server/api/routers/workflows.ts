import { countNodes } from "@/server/runs/count-nodes";
import { getMigration } from "@/server/runs/migrate/get";
import { planMigration } from "@/server/runs/migrate/plan";
import { migrationInput, planMigrationInput, startMigrationInput } from "@/server/runs/migrate/schema";
import { startMigration } from "@/server/runs/migrate/start";
import { nodeCountsInput } from "@/server/runs/schema";
import { decideReviewInput, requestReviewInput, reviewInput } from "@/server/workflows/approval/schema";
import { archiveWorkflow } from "@/server/workflows/archive";
import { beginDraft } from "@/server/workflows/begin-draft";
import { cancelPlan } from "@/server/workflows/cancel-plan";
import { checkDraft } from "@/server/workflows/check-draft";
import { compareShadow } from "@/server/workflows/compare-shadow";
import { compareVersions } from "@/server/workflows/compare-versions";
import { createWorkflow } from "@/server/workflows/create";
import { createCheckpoint } from "@/server/workflows/create-checkpoint";
import { decideReview } from "@/server/workflows/decide-review";
import { deleteCheckpoint } from "@/server/workflows/delete-checkpoint";
import { compareInput } from "@/server/workflows/differences/schema";
import { discardDraft } from "@/server/workflows/discard-draft";
import {
  beginDraftInput,
  checkpointInput,
  createCheckpointInput,
  editDraftInput,
  getDraftInput,
  leaseInput,
  publishDraftInput,
  renameCheckpointInput,
  saveDraftInput,
  stepDraftInput,
} from "@/server/workflows/draft/schema";
import { editDraft } from "@/server/workflows/edit-draft";
import { endRollout } from "@/server/workflows/end-rollout";
import { freeKey } from "@/server/workflows/free-key";
import { getDraft } from "@/server/workflows/get-draft";
import { getLifecycle } from "@/server/workflows/get-lifecycle";
import { getVersion } from "@/server/workflows/get-version";
import { holdDraft } from "@/server/workflows/hold-draft";
import { listWorkflows } from "@/server/workflows/list";
import { listCheckpoints } from "@/server/workflows/list-checkpoints";
import { listDraftSteps } from "@/server/workflows/list-draft-steps";
import { listRolloutChanges } from "@/server/workflows/list-rollout-changes";
import { listTemplates } from "@/server/workflows/list-templates";
import { makeLive } from "@/server/workflows/make-live";
import { planLive } from "@/server/workflows/plan-live";
import { publishWorkflow } from "@/server/workflows/publish";
import { readWorkflowFile } from "@/server/workflows/read-file";
import { releaseDraft } from "@/server/workflows/release-draft";
import { renameCheckpoint } from "@/server/workflows/rename-checkpoint";
import { requestReview } from "@/server/workflows/request-review";
import {
  archiveInput,
  cancelPlanInput,
  challengerInput,
  comparisonInput,
  planLiveInput,
  versionChangeInput,
} from "@/server/workflows/rollout/schema";
import { runChallenger } from "@/server/workflows/run-challenger";
import { runShadow } from "@/server/workflows/run-shadow";
import { saveDraft } from "@/server/workflows/save-draft";
import {
  checkDocumentInput,
  createWorkflowInput,
  freeKeyInput,
  readFileInput,
  versionInput,
  workflowInput,
} from "@/server/workflows/schema";
import { testDraft } from "@/server/workflows/test-draft";
import { unarchiveWorkflow } from "@/server/workflows/unarchive";
import { redoDraft, undoDraft } from "@/server/workflows/undo-draft";
import { withdrawReview } from "@/server/workflows/withdraw-review";
import { procedure, router } from "../trpc";

export const workflowsRouter = router({
  list: procedure("workflows.view").query(({ ctx }) => listWorkflows(ctx)),
  version: procedure("workflows.view")
    .input(versionInput)
    .query(({ ctx, input }) => getVersion(ctx, input)),
  nodeCounts: procedure("runs.view")
    .input(nodeCountsInput)
    .query(({ ctx, input }) => countNodes(ctx, input)),
  lifecycle: procedure("workflows.view")
    .input(workflowInput)
    .query(({ ctx, input }) => getLifecycle(ctx, input)),
  rolloutChanges: procedure("workflows.view")
    .input(workflowInput)
    .query(({ ctx, input }) => listRolloutChanges(ctx, input)),
  compare: procedure("workflows.view")
    .input(compareInput)
    .query(({ ctx, input }) => compareVersions(ctx, input)),
  create: procedure("workflows.edit")
    .input(createWorkflowInput)
    .mutation(({ ctx, input }) => createWorkflow(ctx, input)),

  freeKey: procedure("workflows.edit")
    .input(freeKeyInput)
    .query(({ ctx, input }) => freeKey(ctx, input)),
  templates: procedure("workflows.view").query(() => listTemplates()),
  readFile: procedure("workflows.edit")
    .input(readFileInput)
    // Changes nothing; a file is too long for an address.
    .mutation(({ ctx, input }) => readWorkflowFile(ctx, input)),

  draft: procedure("workflows.view")
    .input(getDraftInput)
    .query(({ ctx, input }) => getDraft(ctx, input)),
  draftSteps: procedure("workflows.view")
    .input(workflowInput)
    .query(({ ctx, input }) => listDraftSteps(ctx, input)),
  editDraft: procedure("workflows.edit")
    .input(editDraftInput)
    .mutation(({ ctx, input }) => editDraft(ctx, input)),
  checkDraft: procedure("workflows.edit")
    .input(checkDocumentInput)
    // Changes nothing; a document is too long for an address.
    .mutation(({ ctx, input }) => checkDraft(ctx, input)),
  testDraft: procedure("workflows.edit")
    .input(workflowInput)
    // Changes nothing; it takes as long as the tests do, and is asked for when somebody wants it.
    .mutation(({ ctx, input }) => testDraft(ctx, input)),
  holdDraft: procedure("workflows.edit")
    .input(leaseInput)
    .mutation(({ ctx, input }) => holdDraft(ctx, input)),
  takeOverDraft: procedure("workflows.edit")
    .input(leaseInput)
    .mutation(({ ctx, input }) => holdDraft(ctx, { ...input, takeOver: true })),
  releaseDraft: procedure("workflows.edit")
    .input(leaseInput)
    .mutation(({ ctx, input }) => releaseDraft(ctx, input)),
  beginDraft: procedure("workflows.edit")
    .input(beginDraftInput)
    .mutation(({ ctx, input }) => beginDraft(ctx, input)),
  saveDraft: procedure("workflows.edit")
    .input(saveDraftInput)
    .mutation(({ ctx, input }) => saveDraft(ctx, input)),
  undoDraft: procedure("workflows.edit")
    .input(stepDraftInput)
    .mutation(({ ctx, input }) => undoDraft(ctx, input)),
  redoDraft: procedure("workflows.edit")
    .input(stepDraftInput)
    .mutation(({ ctx, input }) => redoDraft(ctx, input)),
  discardDraft: procedure("workflows.edit")
    .input(stepDraftInput)
    .mutation(({ ctx, input }) => discardDraft(ctx, input)),

  checkpoints: procedure("workflows.view")
    .input(workflowInput)
    .query(({ ctx, input }) => listCheckpoints(ctx, input)),
  createCheckpoint: procedure("workflows.edit")
    .input(createCheckpointInput)
    .mutation(({ ctx, input }) => createCheckpoint(ctx, input)),
  renameCheckpoint: procedure("workflows.edit")
    .input(renameCheckpointInput)
    .mutation(({ ctx, input }) => renameCheckpoint(ctx, input)),
  deleteCheckpoint: procedure("workflows.edit")
    .input(checkpointInput)
    .mutation(({ ctx, input }) => deleteCheckpoint(ctx, input)),

  requestReview: procedure("workflows.edit")
    .input(requestReviewInput)
    .mutation(({ ctx, input }) => requestReview(ctx, input)),
  withdrawReview: procedure("workflows.edit")
    .input(reviewInput)
    .mutation(({ ctx, input }) => withdrawReview(ctx, input)),
  decideReview: procedure("workflows.approve")
    .input(decideReviewInput)
    .mutation(({ ctx, input }) => decideReview(ctx, input)),

  publish: procedure("workflows.publish")
    .input(publishDraftInput)
    .mutation(({ ctx, input }) => publishWorkflow(ctx, input)),
  makeLive: procedure("workflows.publish")
    .input(versionChangeInput)
    .mutation(({ ctx, input }) => makeLive(ctx, input)),
  planLive: procedure("workflows.publish")
    .input(planLiveInput)
    .mutation(({ ctx, input }) => planLive(ctx, input)),
  cancelPlan: procedure("workflows.publish")
    .input(cancelPlanInput)
    .mutation(({ ctx, input }) => cancelPlan(ctx, input)),
  runShadow: procedure("workflows.publish")
    .input(versionChangeInput)
    .mutation(({ ctx, input }) => runShadow(ctx, input)),
  runChallenger: procedure("workflows.publish")
    .input(challengerInput)
    .mutation(({ ctx, input }) => runChallenger(ctx, input)),
  endRollout: procedure("workflows.publish")
    .input(versionChangeInput)
    .mutation(({ ctx, input }) => endRollout(ctx, input)),
  archive: procedure("workflows.publish")
    .input(archiveInput)
    .mutation(({ ctx, input }) => archiveWorkflow(ctx, input)),
  unarchive: procedure("workflows.publish")
    .input(archiveInput)
    .mutation(({ ctx, input }) => unarchiveWorkflow(ctx, input)),

  comparison: procedure("decisions.view")
    .input(comparisonInput)
    .query(({ ctx, input }) => compareShadow(ctx, input)),
  planMigration: procedure("runs.migrate")
    .input(planMigrationInput)
    .query(({ ctx, input }) => planMigration(ctx, input)),
  startMigration: procedure("runs.migrate")
    .input(startMigrationInput)
    .mutation(({ ctx, input }) => startMigration(ctx, input)),
  migration: procedure("runs.migrate")
    .input(migrationInput)
    .query(({ ctx, input }) => getMigration(ctx, input)),
});
