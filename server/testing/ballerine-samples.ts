/** Definitions in the format of Ballerine, written for these tests: the shapes that are met, and the faults that are. */

const logic = (rule: unknown) => ({ type: "json-logic", options: { rule } });
const final = (tag: string) => ({ type: "final", tags: [tag] });
const review = {
  tags: ["manual_review"],
  on: { approve: "approved", reject: "rejected", revision: "revision" },
};

export const ballerineSamples: { [shape: string]: { [part: string]: unknown } } = {
  /** A machine alone: a person decides. */
  manual: {
    id: "manual_review_example",
    initial: "idle",
    states: {
      idle: { on: { START: "review" } },
      review: { tags: ["manual_review"], on: { approve: "approved", reject: "rejected" } },
      approved: final("approved"),
      rejected: final("rejected"),
    },
  },
  /** An API is asked, its answer is weighed by guards. */
  scored: {
    name: "score_check",
    definitionType: "statechart-json",
    definition: {
      id: "score_check",
      initial: "check_business_score",
      states: {
        check_business_score: {
          tags: ["data_enrichment"],
          on: {
            API_CALL_SUCCESS: [
              {
                target: "auto_approve",
                cond: logic({ ">": [{ var: "pluginsOutput.score.result.score" }, 0.8] }),
              },
              {
                target: "manual_review",
                cond: logic({ ">=": [{ var: "pluginsOutput.score.result.score" }, 0.5] }),
              },
              {
                target: "auto_reject",
                cond: logic({ "<": [{ var: "pluginsOutput.score.result.score" }, 0.5] }),
              },
            ],
            API_CALL_ERROR: "manual_review",
          },
        },
        manual_review: { tags: ["manual_review"], on: { approve: "approved", reject: "rejected" } },
        auto_approve: final("approved"),
        auto_reject: final("rejected"),
        approved: final("approved"),
        rejected: final("rejected"),
      },
    },
    extensions: {
      apiPlugins: [
        {
          ...{
            name: "score",
            pluginKind: "api",
            url: "https://scores.example.com/v1/business?full=1",
            method: "POST",
          },
          stateNames: ["check_business_score"],
          ...{ successAction: "API_CALL_SUCCESS", errorAction: "API_CALL_ERROR" },
          headers: { authorization: "Bearer {secret.SCORE_KEY}" },
          request: {
            transform: [{ transformer: "jmespath", mapping: "{number: entity.data.registrationNumber}" }],
          },
          response: { transform: [{ transformer: "jmespath", mapping: "{result: @}" }] },
        },
      ],
    },
    config: { theme: { type: "kyb" } },
  },
  /** Collection, vendors one after the other, a review that sends back. */
  kyb: {
    name: "kyb_dynamic",
    displayName: "KYB with collection",
    definition: {
      initial: "idle",
      states: {
        idle: { on: { START: "collection_invite" } },
        collection_invite: { on: { INVITATION_SENT: "collection_flow", INVITATION_FAILURE: "failed" } },
        collection_flow: { tags: ["collection_flow"], on: { COLLECTION_FLOW_FINISHED: "run_vendor_data" } },
        run_vendor_data: {
          tags: ["pending_process"],
          on: { VENDOR_DONE: [{ target: "manual_review" }], VENDOR_FAILED: "failed" },
        },
        manual_review: review,
        revision: { always: "pending_resubmission" },
        pending_resubmission: { tags: ["revision"], on: { RESUBMITTED: "run_vendor_data" } },
        failed: final("failure"),
        approved: final("approved"),
        rejected: final("rejected"),
      },
    },
    extensions: {
      apiPlugins: [
        {
          name: "invitation",
          pluginKind: "template-email",
          template: "invitation",
          stateNames: ["collection_invite"],
          successAction: "INVITATION_SENT",
          errorAction: "INVITATION_FAILURE",
        },
        {
          name: "registry",
          pluginKind: "registry-information",
          vendor: "kyckr",
          stateNames: ["run_vendor_data"],
          successAction: "VENDOR_DONE",
          errorAction: "VENDOR_FAILED",
        },
        {
          name: "sanctions",
          pluginKind: "company-sanctions",
          vendor: "asia-verify",
          stateNames: ["run_vendor_data"],
          successAction: "VENDOR_DONE",
          errorAction: "VENDOR_FAILED",
        },
        {
          name: "ubo",
          pluginKind: "ubo",
          vendor: "kyckr",
          stateNames: ["run_vendor_data"],
          successAction: "VENDOR_DONE",
          errorAction: "VENDOR_FAILED",
        },
      ],
      commonPlugins: [
        {
          name: "risk",
          pluginKind: "riskRules",
          rulesSource: { source: "notion", databaseId: "1" },
          stateNames: ["manual_review"],
        },
      ],
      dispatchEventPlugins: [
        { name: "entities", eventName: "ENTITIES_UPDATE", stateNames: ["run_vendor_data"] },
      ],
    },
    config: {
      theme: { type: "kyb" },
      isLegacyReject: true,
      subscriptions: [{ type: "webhook", url: "https://x.example.com", events: [] }],
    },
  },
  /** A person's identity. */
  kyc: {
    name: "kyc_email_session",
    variant: "KYC",
    definition: {
      initial: "idle",
      states: {
        idle: { on: { start: "get_kyc_session" } },
        get_kyc_session: { on: { SEND_EMAIL: "email_sent", API_CALL_ERROR: "kyc_auto_reject" } },
        email_sent: { on: { KYC_RESPONSE_RECEIVED: "kyc_manual_review" } },
        kyc_manual_review: { on: { approve: "approved", reject: "rejected", revision: "revision" } },
        revision: { always: "get_kyc_session" },
        kyc_auto_reject: final("rejected"),
        approved: final("approved"),
        rejected: final("rejected"),
      },
    },
    extensions: {
      apiPlugins: [
        {
          name: "kyc_session",
          pluginKind: "kyc-session",
          vendor: "veriff",
          withAml: true,
          stateNames: ["get_kyc_session"],
          successAction: "SEND_EMAIL",
          errorAction: "API_CALL_ERROR",
        },
      ],
    },
  },
  /** A parent with children whose answers come back as an event; a guard on the way in; a jmespath guard. */
  parent: {
    name: "kyb_parent",
    definition: {
      initial: "start_children",
      states: {
        start_children: { on: { CONTINUE: "pending_kyc" } },
        pending_kyc: {
          always: [{ target: "manual_review", cond: logic({ "!": [{ var: "entity.data.hasOwners" }] }) }],
          on: {
            KYC_RESPONDED: [
              {
                target: "manual_review",
                cond: { type: "jmespath", options: { rule: "childWorkflows.kyc.*.state != []" } },
              },
            ],
            reject: "rejected",
          },
        },
        manual_review: { ...review },
        revision: { always: [{ target: "pending_resubmission" }] },
        pending_resubmission: { on: { RESUBMITTED: "manual_review" } },
        approved: final("approved"),
        rejected: final("rejected"),
      },
    },
    extensions: {
      childWorkflowPlugins: [
        {
          name: "kyc_child",
          definitionId: "kyc_email_session",
          initEvent: "start",
          transformers: [],
          stateNames: ["start_children"],
        },
      ],
    },
    config: {
      childCallbackResults: [
        { definitionId: "kyc_email_session", deliverEvent: "KYC_RESPONDED", transformers: [] },
      ],
    },
  },
  /** A hosted report, a webhook, an answer among several events, and an end whose name and tag disagree. */
  monitoring: {
    name: "merchant_website_monitoring",
    definition: {
      initial: "idle",
      states: {
        idle: { on: { START: "start_website_monitoring" } },
        start_website_monitoring: { on: { SUCCESS: "pending_website_response", FAIL: "failed" } },
        pending_website_response: {
          on: { WEBSITE_MONITORING_FINISHED: "manual_review", TIMED_OUT: "failed" },
        },
        manual_review: { on: { approve: "approve", reject: "reject" } },
        approve: final("rejected"),
        reject: final("rejected"),
        failed: final("failure"),
      },
    },
    extensions: {
      apiPlugins: [
        {
          name: "website",
          pluginKind: "merchant-monitoring",
          reportType: "MERCHANT_REPORT_T1",
          stateNames: ["start_website_monitoring"],
          successAction: "SUCCESS",
          errorAction: "FAIL",
        },
        {
          name: "tell",
          pluginKind: "webhook",
          url: { url: "{secret.HOOK}/in", options: {} },
          method: "POST",
          stateNames: ["failed", "nowhere"],
        },
      ],
    },
  },
  /** Everything that goes wrong: states that are not there, circles without a step, guards nobody knows. */
  broken: {
    name: "Broken – Übung",
    definition: {
      initial: "not_there",
      states: {
        round: { always: "about" },
        about: { always: "round" },
        lost: { on: { GO: { target: "nowhere" }, STAY: { actions: ["doIt"] } } },
        guarded: {
          on: {
            X: [
              { target: "end", cond: { type: "custom" } },
              { target: "end", cond: logic({ cat: ["a"] }) },
              "lost",
              "end",
            ],
          },
        },
        silent: {},
        end: { type: "final", entry: ["say"], on: { START: "round" } },
      },
    },
  },
};
