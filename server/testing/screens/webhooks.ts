import { ask, tell } from "./call";
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
];
