import type { Page } from "playwright";
import type { Role } from "@/db/enums/enums";

/** An applicant, by the name that stands on the application: one of the demo's, or one of `seen-applicants.ts`. */
export interface Applicant {
  party: string;
}

/** One picture to take: who looks, at which address, and what they do there first. */
export interface Screen {
  name: string;
  /** Distinguishes pictures of one screen: `filled`, `empty`, `filtered`, `open`. */
  state: string;
  as: Role | "nobody" | Applicant;
  /** For an applicant what stands behind their application's address, such as `?step=review`. */
  path: string;
  /** Steps from the address to the picture, such as opening the first row. */
  steps?: (page: Page) => Promise<void>;
  /** The answer this address has to give, when it is not a page like any other. */
  status?: number;
}

type Steps = (page: Page) => Promise<void>;

const visible = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });

/** Follows the first link of the page that leads there; with words, the first whose row says them. */
const follow =
  (path: RegExp, words?: string): Steps =>
  async (page) => {
    const links = visible(page, "main a");
    await links.first().waitFor();
    const hrefs = await links.evaluateAll(
      (all, words) =>
        all
          .filter((one) => !words || (one.closest("tr, li, article") ?? one).textContent?.includes(words))
          .map((one) => one.getAttribute("href") ?? ""),
      words,
    );
    const first = hrefs.find((href) => path.test(href));
    if (!first) throw new Error(`nothing on ${page.url()} leads to ${path}`);
    await page.goto(first);
  };

const press =
  (key: string): Steps =>
  (page) =>
    page.keyboard.press(key);

const click =
  (name: string | RegExp, role: "button" | "tab" | "row" | "menuitem" = "button"): Steps =>
  async (page) => {
    await page.getByRole(role, { name }).filter({ visible: true }).first().click();
  };

const inTurn =
  (...all: Steps[]): Steps =>
  async (page) => {
    for (const one of all) {
      await one(page);
      await page.waitForLoadState("networkidle");
    }
  };

/** Puts the address's search in place of the one it has. */
const withSearch =
  (search: string): Steps =>
  async (page) => {
    await page.goto(`${new URL(page.url()).pathname}?${search}`);
  };

/** Two endpoints of the demo's own: one that accepts, and one that answers 404. Made by whoever comes first. */
const withWebhooks =
  (then: Steps): Steps =>
  async (page) => {
    await page.evaluate(async () => {
      const call = async (name: string, json?: object) => {
        const answer = await fetch(`/api/trpc/webhooks.${name}`, {
          ...(json && { method: "POST", body: JSON.stringify({ json }) }),
          headers: { "content-type": "application/json" },
        });
        return (await answer.json()).result.data.json;
      };
      const known = (await call("list")) as { description: string }[];
      const wanted = [
        { path: "/livez?token=x", description: "Shop backend", events: ["decision.made", "case.opened"] },
        { path: "/hooks/orders", description: "Order system", events: ["application.decided"] },
      ];
      for (const { path, ...rest } of wanted) {
        if (known.some(({ description }) => description === rest.description)) continue;
        const { endpointId } = await call("create", { url: `${location.origin}${path}`, ...rest });
        for (let i = 0; i < 3; i++) await call("test", { endpointId });
      }
    });
    await page.reload();
    await then(page);
  };

/** The order check with a stricter version in the shadow, a draft, and decisions that both have made. */
let versionsMade: Promise<void> | undefined;
const withVersions =
  (then: Steps): Steps =>
  async (page) => {
    // Two pages at once would both make the second version.
    versionsMade ??= page.evaluate(async () => {
      const call = async (name: string, json: unknown, isQuery = false) => {
        const text = JSON.stringify({ json });
        const answer = await fetch(
          isQuery ? `/api/trpc/${name}?input=${encodeURIComponent(text)}` : `/api/trpc/${name}`,
          isQuery ? {} : { method: "POST", body: text, headers: { "content-type": "application/json" } },
        );
        return (await answer.json()).result.data.json;
      };
      const all = (await call("workflows.list", null, true)) as { id: string; key: string }[];
      const workflowId = all.find(({ key }) => key === "order_check")?.id ?? "";
      const { versions } = await call("workflows.lifecycle", { workflowId }, true);
      if (versions.length > 1) return;
      const { document } = await call("workflows.draft", { workflowId }, true);
      const stricter = JSON.parse(JSON.stringify(document).replaceAll("5000", "400"));
      const first = await call("workflows.saveDraft", { workflowId, revision: 0, document: stricter });
      await call("workflows.publish", {
        ...{ workflowId, revision: first.revision, acceptWarnings: true, live: "no" },
        note: "Orders over 400 are looked at by a person.",
      });
      await call("workflows.runShadow", { workflowId, version: 2, reason: "To see how many it would hold." });
      const { key } = await call("apiKeys.create", { name: "Shots", scopes: ["decisions.create"] });
      for (const amount of [20, 90, 350, 450, 700, 6000])
        await fetch("/api/v1/decisions", {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
          body: JSON.stringify({
            workflow: "order_check",
            input: { amount, country: "DE" },
            party: { name: `Customer ${amount}` },
          }),
        });
      const again = { ...stricter, description: "Says at once whether an order can be sent." };
      await call("workflows.saveDraft", { workflowId, revision: first.revision, document: again });
      await new Promise((done) => setTimeout(done, 9_000));
    });
    await versionsMade;
    await then(page);
  };

/** A run that a silent registry stopped, of a policy that does not say what that means. Made by whoever comes first. */
const withStopped =
  (then: Steps): Steps =>
  async (page) => {
    await page.evaluate(async () => {
      const call = async (name: string, json: object, isQuery = false) => {
        const answer = isQuery
          ? await fetch(`/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify({ json }))}`)
          : await fetch(`/api/trpc/${name}`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({ json }),
            });
        return (await answer.json()).result.data.json;
      };
      const known = await call("runs.list", { workflow: "careless_shot" }, true);
      if (known.data.length > 0) return;
      const node = (type: string, title: string, config: object = {}) => ({
        ...{ type, version: 1, title, config },
      });
      const ask = {
        country: { value: "GB" },
        registrationNumber: "input.number",
        name: { value: "Any Ltd" },
      };
      const made = await call("workflows.create", {
        document: {
          format: "workflow/v1",
          key: "careless_shot",
          title: "Careless look-up",
          outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
          nodes: {
            start: node("decision_start", "Request"),
            registry: node("check", "Registry", {
              ...{ connection: "registry", capability: "company_lookup", attempts: 1, ask },
            }),
            done: node("end", "Done", { outcome: "approve", reasonCodes: [] }),
          },
          edges: [
            { from: "start", outlet: "next", to: "registry" },
            { from: "registry", outlet: "answered", to: "done" },
          ],
          settings: { partyKind: "business", party: { name: "input.name", country: "input.country" } },
        },
      });
      const { id: workflowId, revision } = made;
      await call("workflows.publish", { workflowId, revision, note: "First", acceptWarnings: true });
      const { key } = await call("apiKeys.create", { name: "Pictures", scopes: ["decisions.create"] });
      for (const name of ["Stillwater Supplies Ltd", "Halting Goods Ltd", "Pausewell Traders Ltd"])
        await fetch("/api/v1/decisions", {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          body: JSON.stringify({ workflow: "careless_shot", input: { number: "01234530" }, party: { name } }),
        });
    });
    await page.waitForTimeout(2_000);
    await page.reload();
    await then(page);
  };

const aRun = /^\/runs\/run_/;
const aCase = /^\/cases\/[^/?]+/;
const anEndpoint = /^\/settings\/webhooks\/[^/?]+/;
const aParty = /^\/parties\/[^/?]+/;
const aWorkflow = /^\/workflows\/(?!nodes\b)[^/?]+/;
const seller = follow(aWorkflow, "Marketplace seller");
const orders = follow(aWorkflow, "Order check");
/** A page below the workflow's own. */
const below =
  (path: string): Steps =>
  async (page) => {
    await page.goto(`${new URL(page.url()).pathname}/${path}`);
  };

const ordersCsv = [
  "reference,amount,country,remark",
  ...Array.from({ length: 40 }, (_, i) => (i === 6 ? "o-6,much,DE," : `o-${i},${120 + 190 * i},DE,by post`)),
].join("\r\n");

/** Drops a table of orders, one of them wrong, on the page that takes files. */
const withOrders: Steps = async (page) => {
  const buffer = Buffer.from(ordersCsv);
  await page.getByLabel(/Drop a CSV/).setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer });
  await page.getByRole("region", { name: "The first 20 rows" }).waitFor();
};

const decided: Steps = async (page) => {
  await page.getByRole("button", { name: "Decide orders.csv" }).click();
  await page.getByText("Done", { exact: true }).waitFor();
};

const signedOut: readonly Screen[] = [
  { name: "sign-in", state: "empty", as: "nobody", path: "/sign-in" },
  {
    name: "sign-in",
    state: "refused",
    as: "nobody",
    path: "/sign-in",
    steps: async (page) => {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  { name: "not-found", state: "nobody", as: "nobody", path: "/nothing-here", status: 404 },
];

const work: readonly Screen[] = [
  { name: "home", state: "analyst", as: "analyst", path: "/home" },
  { name: "home", state: "risk-manager", as: "risk_manager", path: "/home" },
  { name: "home", state: "auditor", as: "auditor", path: "/home" },
  { name: "not-found", state: "member", as: "analyst", path: "/nothing-here", status: 404 },
  { name: "palette", state: "open", as: "analyst", path: "/home", steps: press("Control+k") },
  { name: "keys", state: "open", as: "analyst", path: "/home", steps: press("?") },
  { name: "applications", state: "filled", as: "risk_manager", path: "/home/applications" },
  {
    name: "applications",
    state: "filtered",
    as: "risk_manager",
    path: "/home/applications?result=positive&by=system",
  },
  {
    name: "applications",
    state: "nothing-matches",
    as: "risk_manager",
    path: "/home/applications?startedOn=2020-01-01",
  },
  { name: "cases", state: "filled", as: "analyst", path: "/cases" },
  { name: "cases", state: "nothing-matches", as: "analyst", path: "/cases?search=nobody+has+this+name" },
  { name: "case", state: "overdue", as: "senior_analyst", path: "/cases", steps: follow(aCase, "Lichtwerk") },
  { name: "case", state: "mine", as: "analyst", path: "/cases", steps: follow(aCase, "Copper Kettle") },
  {
    name: "case",
    state: "second-verdict",
    as: "senior_analyst",
    path: "/cases",
    steps: follow(aCase, "Küstenfunk"),
  },
  { name: "case", state: "gone", as: "analyst", path: "/cases/case_nothing" },
  { name: "parties", state: "filled", as: "analyst", path: "/parties" },
  { name: "parties", state: "nothing-matches", as: "analyst", path: "/parties?search=nobody+has+this+name" },
  { name: "party", state: "open", as: "analyst", path: "/parties", steps: follow(aParty) },
  {
    name: "party",
    state: "declined",
    as: "analyst",
    path: "/parties",
    steps: follow(aParty, "Prairie Goods"),
  },
  { name: "workflows", state: "filled", as: "risk_manager", path: "/workflows" },
  { name: "node-types", state: "list", as: "risk_manager", path: "/workflows/nodes" },
  { name: "node-types", state: "table", as: "risk_manager", path: "/workflows/nodes?type=decision_table" },
  { name: "node-types", state: "check", as: "risk_manager", path: "/workflows/nodes?type=check" },
  { name: "node-types", state: "branch", as: "risk_manager", path: "/workflows/nodes?type=branch" },
  { name: "node-types", state: "filtered", as: "auditor", path: "/workflows/nodes?q=nothing+says+this" },
  {
    name: "node-types",
    state: "to-mend",
    as: "risk_manager",
    path: "/workflows/nodes?type=collect",
    steps: async (page) => {
      await page.getByLabel("Deadline in days").fill("");
      await page.getByRole("textbox", { name: "Form" }).fill("");
      await page.getByText("This is needed.").first().waitFor();
    },
  },
  { name: "workflow", state: "canvas", as: "risk_manager", path: "/workflows", steps: seller },
  {
    name: "workflow",
    state: "policy",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("view=policy")),
  },
  {
    name: "workflow",
    state: "runs",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("drawer=runs")),
  },
  {
    name: "workflow",
    state: "versions",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("drawer=versions")),
  },
  {
    name: "workflow",
    state: "run",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(seller, withSearch("drawer=runs"), click(/Rheinkontor/, "row")),
  },
  {
    name: "versions",
    state: "filled",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("versions"))),
  },
  {
    name: "versions",
    state: "difference",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("versions"), click("Compare with live"))),
  },
  {
    name: "versions",
    state: "publish",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("versions"), click("Publish"))),
  },
  {
    name: "versions",
    state: "challenger",
    as: "admin",
    path: "/workflows",
    steps: withVersions(
      inTurn(
        orders,
        below("versions"),
        click("What to do with version 2"),
        click("Run as challenger", "menuitem"),
      ),
    ),
  },
  {
    name: "versions",
    state: "first",
    as: "auditor",
    path: "/workflows",
    steps: inTurn(seller, below("versions")),
  },
  {
    name: "versions",
    state: "shadow",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("shadow/2"))),
  },
  {
    name: "versions",
    state: "shadow-empty",
    as: "admin",
    path: "/workflows",
    steps: inTurn(seller, below("shadow/1")),
  },
  {
    name: "versions",
    state: "draft",
    as: "admin",
    path: "/workflows",
    steps: withVersions(inTurn(orders, below("draft"))),
  },
  { name: "runs", state: "attention", as: "admin", path: "/runs", steps: withStopped(async () => {}) },
  { name: "runs", state: "all", as: "risk_manager", path: "/runs?view=all" },
  { name: "runs", state: "empty", as: "analyst", path: "/runs?view=cancelled" },
  {
    name: "runs",
    state: "nothing-matches",
    as: "analyst",
    path: "/runs?view=all&search=nobody+has+this+name",
  },
  { name: "run", state: "gone", as: "analyst", path: "/runs/run_nothing" },
  {
    name: "runs",
    state: "selected",
    as: "admin",
    path: "/runs",
    steps: withStopped(async (page) => {
      await visible(page, "main input[type=checkbox]").last().check();
    }),
  },
  { name: "run", state: "incident", as: "admin", path: "/runs", steps: withStopped(follow(aRun)) },
  {
    name: "run",
    state: "by-hand",
    as: "admin",
    path: "/runs",
    steps: withStopped(
      inTurn(follow(aRun), async (page) => {
        await page.locator("label").filter({ hasText: "Answer by hand" }).click();
      }),
    ),
  },
  {
    name: "run",
    state: "decided",
    as: "risk_manager",
    path: "/runs?view=completed&search=Rheinkontor",
    steps: follow(aRun),
  },
  {
    name: "run",
    state: "travel",
    as: "risk_manager",
    path: "/runs?view=completed&search=Rheinkontor",
    steps: inTurn(follow(aRun), withSearch("at=3&tab=journal")),
  },
  {
    name: "run",
    state: "asked",
    as: "risk_manager",
    path: "/runs?view=completed&search=Rheinkontor",
    steps: inTurn(follow(aRun), withSearch("tab=asked")),
  },
  {
    name: "batches",
    state: "empty",
    as: "auditor",
    path: "/workflows",
    steps: inTurn(seller, below("batches")),
  },
  {
    name: "batch-new",
    state: "empty",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches/new")),
  },
  {
    name: "batch-new",
    state: "preview",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches/new"), withOrders),
  },
  {
    name: "batch",
    state: "done",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches/new"), withOrders, decided),
  },
  {
    name: "batches",
    state: "filled",
    as: "risk_manager",
    path: "/workflows",
    steps: inTurn(orders, below("batches")),
  },
  { name: "mailbox", state: "filled", as: "analyst", path: "/mailbox" },
  {
    name: "mailbox",
    state: "message",
    as: "analyst",
    path: "/mailbox",
    steps: async (page) => {
      await visible(page, "main tbody tr, main li").first().click();
      await page.waitForURL(/message=/);
    },
  },
  { name: "mailbox", state: "nothing-matches", as: "analyst", path: "/mailbox?status=failed" },
  { name: "audit", state: "filled", as: "auditor", path: "/audit" },
];

const settings: readonly Screen[] = [
  { name: "api", state: "list", as: "developer", path: "/settings/api" },
  { name: "api", state: "open", as: "developer", path: "/settings/api?op=createDecision" },
  { name: "api", state: "filtered", as: "auditor", path: "/settings/api?q=nothing+says+this" },
  { name: "settings", state: "account", as: "analyst", path: "/settings/account" },
  { name: "settings", state: "workspace", as: "admin", path: "/settings/workspace" },
  { name: "settings", state: "workspace-read", as: "analyst", path: "/settings/workspace" },
  { name: "settings", state: "members", as: "admin", path: "/settings/members" },
  {
    name: "settings",
    state: "member-new",
    as: "admin",
    path: "/settings/members",
    steps: click("Add a member"),
  },
  { name: "settings", state: "queues", as: "admin", path: "/settings/queues" },
  { name: "settings", state: "connections", as: "admin", path: "/settings/connections" },
  {
    name: "settings",
    state: "connect-gallery",
    as: "admin",
    path: "/settings/connections",
    steps: click(/^Connect$/),
  },
  {
    name: "settings",
    state: "connect-http",
    as: "admin",
    path: "/settings/connections",
    steps: inTurn(click(/^Connect$/), click(/^HTTP API/)),
  },
  {
    name: "settings",
    state: "connection-delete",
    as: "admin",
    path: "/settings/connections",
    steps: inTurn(
      follow(/^\/settings\/connections\/[^/?]+/),
      click("More about this connection"),
      click("Delete", "menuitem"),
    ),
  },
  {
    name: "settings",
    state: "connection",
    as: "admin",
    path: "/settings/connections",
    steps: follow(/^\/settings\/connections\/[^/?]+/),
  },
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
  { name: "settings", state: "api-keys", as: "admin", path: "/settings/api-keys" },
  {
    name: "settings",
    state: "api-key-new",
    as: "admin",
    path: "/settings/api-keys",
    steps: click(/^Create/),
  },
  { name: "settings", state: "sessions", as: "admin", path: "/settings/sessions" },
];

const beginning: Applicant = { party: "Hedgerow Pottery Ltd" };
const finished: Applicant = { party: "Marrow & Vine Ltd" };

const applying: readonly Screen[] = [
  { name: "applicant", state: "wrong-link", as: "nobody", path: "/c/not-a-link" },
  { name: "applicant", state: "start", as: beginning, path: "" },
  {
    name: "applicant",
    state: "problems",
    as: beginning,
    path: "?step=contact",
    steps: click(/^(Continue|Save and review)$/),
  },
  { name: "applicant", state: "half-filled", as: { party: "Tidewater Crafts LLC" }, path: "" },
  { name: "applicant", state: "owners", as: finished, path: "?step=people" },
  { name: "applicant", state: "documents", as: finished, path: "?step=documents" },
  { name: "applicant", state: "review", as: finished, path: "?step=review" },
  { name: "applicant", state: "waiting", as: { party: "Lichtwerk GmbH" }, path: "" },
  { name: "applicant", state: "sent-back", as: { party: "Auenhof Feinkost GmbH" }, path: "" },
  { name: "applicant", state: "licence", as: { party: "Bluebird Apothecary Ltd" }, path: "" },
  { name: "applicant", state: "approved", as: { party: "Northwind Trading Ltd" }, path: "" },
  { name: "applicant", state: "declined", as: { party: "Prairie Goods LLC" }, path: "" },
];

/** Every screen × state. A new screen is a line here. */
export const screens: readonly Screen[] = [...signedOut, ...work, ...settings, ...applying];
