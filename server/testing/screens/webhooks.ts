import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright";
import { ask, decideAll, tell } from "./call";
import type { Screen } from "./screen";
import { click, follow, inTurn, type Steps, withSearch } from "./steps";

/** Two endpoints of the demo's own: one that accepts, and one that answers 404. Made by whoever comes first. */
const withWebhooks =
  (then: Steps): Steps =>
  async (page) => {
    const known = (await ask(page, "webhooks.list")) as { description: string }[];
    const wanted = [
      { path: "/livez?token=x", description: "Shop backend", events: ["decision.made", "case.opened"] },
      { path: "/hooks/orders", description: "Order system", events: ["application.decided"] },
    ];
    for (const { path, ...rest } of wanted) {
      if (known.some(({ description }) => description === rest.description)) continue;
      const url = `${new URL(page.url()).origin}${path}`;
      const { endpointId } = await tell(page, "webhooks.create", { url, ...rest });
      for (let i = 0; i < 3; i++) await tell(page, "webhooks.test", { endpointId });
    }
    await page.reload();
    await then(page);
  };

/** A receiver that says it is gone for good, which pauses its endpoint at once. */
let gone: Promise<string> | undefined;
const goneReceiver = () =>
  new Promise<string>((found) => {
    const server = createServer((_, answer) => answer.writeHead(410).end());
    server.listen(0, "127.0.0.1", () => {
      found(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`);
    });
    server.unref();
  });

const withPaused =
  (then: Steps): Steps =>
  async (page) => {
    gone ??= goneReceiver().then(async (url) => {
      const endpoint = { url, description: "Old shop", events: ["decision.made"] };
      const { endpointId } = await tell(page, "webhooks.create", endpoint);
      await tell(page, "webhooks.test", { endpointId });
      return endpointId;
    });
    await gone;
    await page.waitForTimeout(2_000);
    await page.reload();
    await then(page);
  };

const readerDocument = {
  format: "workflow/v1",
  key: "passport_shot",
  title: "Passport look-up",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: {
    start: { type: "decision_start", version: 1, title: "Request", config: {} },
    reader: {
      type: "check",
      version: 1,
      title: "Document reader",
      config: {
        ...{ connection: "identity", capability: "identity_document" },
        ask: {
          ...{ firstName: { value: "Anna" }, lastName: "input.lastName", documentNumber: "input.number" },
          dateOfBirth: { value: "1990-01-01" },
        },
      },
    },
    done: { type: "end", version: 1, title: "Done", config: { outcome: "approve", reasonCodes: [] } },
  },
  edges: [
    { from: "start", outlet: "next", to: "reader" },
    { from: "reader", outlet: "answered", to: "done" },
  ],
  settings: { partyKind: "person", party: { name: "input.lastName", country: "input.country" } },
};

let called: Promise<void> | undefined;
async function makeCallbacks(page: Page) {
  const { id: workflowId, revision } = await tell(page, "workflows.create", { document: readerDocument });
  await tell(page, "workflows.publish", { workflowId, revision, note: "First", acceptWarnings: true });
  // Numbers by which the pretended vendor answers later, unasked.
  const requests = ["C01X0007", "C01X0008", "C02X0007"].map((number) => ({
    workflow: readerDocument.key,
    input: { number, lastName: "Canary" },
    party: { name: `Anna Canary ${number.slice(-4)}` },
  }));
  await decideAll(page, requests);
  await page.waitForTimeout(12_000);
}
/** A vendor that told its answers later. */
const withCallbacks =
  (then: Steps): Steps =>
  async (page) => {
    called ??= makeCallbacks(page);
    await called;
    await then(page);
  };

const anEndpoint = /^\/settings\/webhooks\/[^/?]+/;

export const webhooks: readonly Screen[] = [
  { name: "webhooks", state: "new", as: "admin", path: "/settings/webhooks", steps: click(/^Add/) },
  {
    name: "webhooks",
    state: "filled",
    as: "admin",
    path: "/settings/webhooks",
    steps: withWebhooks(async () => {}),
  },
  { name: "webhooks", state: "gone", as: "admin", path: "/settings/webhooks/whe_nothing" },
  {
    name: "webhook",
    state: "accepts",
    as: "admin",
    path: "/settings/webhooks",
    steps: withWebhooks(follow(anEndpoint, "Shop backend")),
  },
  {
    name: "webhook",
    state: "given-up",
    as: "admin",
    path: "/settings/webhooks",
    steps: withWebhooks(follow(anEndpoint, "Order system")),
  },
  {
    name: "webhook",
    state: "delivery",
    as: "admin",
    path: "/settings/webhooks",
    steps: withWebhooks(inTurn(follow(anEndpoint, "Order system"), click(/Test event/, "row"))),
  },
  {
    name: "webhook",
    state: "nothing-matches",
    as: "admin",
    path: "/settings/webhooks",
    steps: withWebhooks(inTurn(follow(anEndpoint), withSearch("state=held"))),
  },
  { name: "webhooks", state: "paused", as: "admin", path: "/home", steps: withPaused(async () => {}) },
  {
    name: "webhook",
    state: "paused",
    as: "admin",
    path: "/settings/webhooks",
    steps: withPaused(follow(anEndpoint, "Old shop")),
  },
  {
    name: "callbacks",
    state: "filled",
    as: "admin",
    path: "/settings/connections",
    steps: withCallbacks(follow(/^\/settings\/connections\/[^/?]+/, "Identity documents")),
  },
];
