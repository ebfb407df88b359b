import type { NodeCatalogue } from "@/server/engine/node";
import { applicationStart } from "./application-start/definition";
import { branch } from "./branch/definition";
import { check } from "./check/definition";
import { collect } from "./collect/definition";
import { compute } from "./compute/definition";
import { decisionStart } from "./decision-start/definition";
import { decisionTable } from "./decision-table/definition";
import { end } from "./end/definition";
import { forEach } from "./for-each/definition";
import { httpRequestNode } from "./http-request/definition";
import { itemEnd } from "./item-end/definition";
import { join } from "./join/definition";
import { notify } from "./notify/definition";
import { ownership } from "./ownership/definition";
import { partyChangedStart } from "./party-changed-start/definition";
import { requestInformation } from "./request-information/definition";
import { review } from "./review/definition";
import { rules } from "./rules/definition";
import { scheduleStart } from "./schedule-start/definition";
import { scorecard } from "./scorecard/definition";
import { screening } from "./screening/definition";
import { setPartyData } from "./set-party-data/definition";
import { split } from "./split/definition";
import { sqlQuery } from "./sql-query/definition";
import { subWorkflow } from "./sub-workflow/definition";
import { subWorkflowStart } from "./sub-workflow-start/definition";
import { transactionStart } from "./transaction-start/definition";
import { wait } from "./wait/definition";

/** Every node type, in the order of the palette. */
export const nodeCatalogue = {
  application_start: applicationStart,
  decision_start: decisionStart,
  transaction_start: transactionStart,
  schedule_start: scheduleStart,
  party_changed_start: partyChangedStart,
  sub_workflow_start: subWorkflowStart,
  collect,
  request_information: requestInformation,
  check,
  screening,
  http_request: httpRequestNode,
  sql_query: sqlQuery,
  rules,
  decision_table: decisionTable,
  scorecard,
  compute,
  ownership,
  branch,
  review,
  split,
  join,
  for_each: forEach,
  item_end: itemEnd,
  sub_workflow: subWorkflow,
  wait,
  notify,
  set_party_data: setPartyData,
  end,
} as const satisfies NodeCatalogue;
