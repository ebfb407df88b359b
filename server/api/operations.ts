import type { Operation } from "./operation";
import { applicationOperations } from "./operations/applications";
import { batchOperations } from "./operations/batches";
import { caseOperations } from "./operations/cases";
import { decisionOperations } from "./operations/decisions";
import { documentOperations } from "./operations/documents";
import { labelOperations } from "./operations/labels";
import { listOperations } from "./operations/lists";
import { partyOperations } from "./operations/parties";
import { ruleOperations } from "./operations/rules";
import { runOperations } from "./operations/runs";
import { webhookOperations } from "./operations/webhooks";
import { workflowOperations } from "./operations/workflows";

/** Every operation of the API, in the order of its document. */
export const operations: readonly Operation[] = [
  ...applicationOperations,
  ...documentOperations,
  ...decisionOperations,
  ...batchOperations,
  ...runOperations,
  ...partyOperations,
  ...caseOperations,
  ...workflowOperations,
  ...ruleOperations,
  ...listOperations,
  ...labelOperations,
  ...webhookOperations,
];
