import type { WorkflowNode } from "../schema";
import type { Places } from "./context";
import type { BallerinePlugin } from "./schema";
import { keyFrom, quoted, titleFrom } from "./words";

/** What a plugin becomes: a step of ours with its ways out, and how near it comes. */
export interface PluginStep {
  node: WorkflowNode;
  /** Ways out when it was done. */
  done: readonly string[];
  /** The way out when it failed. */
  failed: string | undefined;
  status: "mapped" | "approximated" | "not_mapped";
  sentence: string;
  /** Names the step keeps of its answer, when it asks over HTTP. */
  keeps?: readonly string[] | undefined;
  /** Fields of the plugin that were read besides its name, kind, states and events. */
  read: readonly string[];
}

const step = (type: string, name: string, config: WorkflowNode["config"]): WorkflowNode => ({
  type,
  version: 1,
  title: titleFrom(name),
  config,
});

/** Kinds whose vendor was only reachable through a hosted service that is no part of the source. */
const hosted = ["ubo", "merchant-monitoring", "mastercard-merchant-screening"];

export function pluginStep(plugin: BallerinePlugin, kind: string, places: Places): PluginStep {
  const { name } = plugin;
  switch (kind) {
    case "kyb":
    case "registry-information":
      return {
        node: step("check", name, {
          connection: "registry",
          capability: "company_lookup",
          ask: {
            country: places.ask("country"),
            registrationNumber: places.ask("registrationNumber"),
            name: places.ask("companyName"),
          },
        }),
        done: ["answered"],
        failed: "no_answer",
        status: "approximated",
        sentence:
          "A check of the company register, asked through the connection “registry”. Choose your vendor.",
        read: ["vendor", "defaultCountry"],
      };
    case "kyc":
    case "kyc-session":
      return {
        node: step("check", name, {
          connection: "identity",
          capability: "identity_document",
          ask: {
            firstName: places.ask("firstName"),
            lastName: places.ask("lastName"),
            dateOfBirth: places.ask("dateOfBirth"),
          },
        }),
        done: ["answered"],
        failed: "no_answer",
        status: "approximated",
        sentence:
          "A check of the identity document through the connection “identity”; it waits for the vendor's answer itself.",
        read: ["vendor"],
      };
    case "company-sanctions":
    case "individual-sanctions": {
      const isCompany = kind === "company-sanctions";
      return {
        node: step("screening", name, {
          connection: "screening",
          ask: isCompany
            ? { kind: { value: "business" }, name: places.ask("companyName"), country: places.ask("country") }
            : {
                kind: { value: "person" },
                firstName: places.ask("firstName"),
                lastName: places.ask("lastName"),
                dateOfBirth: places.ask("dateOfBirth"),
              },
        }),
        done: ["clear", "hit"],
        failed: "no_answer",
        status: "approximated",
        sentence: `A screening of the ${isCompany ? "company" : "person"} through the connection “screening”. Hits and a clear answer go on the same way, as they did; lead hits elsewhere if they should.`,
        read: ["vendor"],
      };
    }
    case "email":
    case "template-email":
      return {
        node: step("notify", name, {
          to: "applicant",
          subject: titleFrom(typeof plugin["template"] === "string" ? plugin["template"] : name),
          text: "Write here what the applicant should read.",
        }),
        done: ["sent"],
        failed: "failed",
        status: "approximated",
        sentence: "A mail to the applicant. Its text stood at the mail provider: write it here.",
        read: ["template"],
      };
    case "webhook":
      return {
        node: step("notify", name, {
          to: "webhook",
          connection: connectionOf(plugin["url"], name),
          data: { event: { value: name.slice(0, 200) } },
        }),
        done: ["sent"],
        failed: "failed",
        status: "approximated",
        sentence: "A webhook. Make its connection, and name the data it carries.",
        read: [],
      };
    case "api":
      return httpStep(plugin, places);
    case "child": {
      const definition = typeof plugin["definitionId"] === "string" ? plugin["definitionId"] : name;
      return {
        node: step("sub_workflow", name, { workflow: keyFrom(definition, "child") }),
        done: ["completed"],
        failed: "cancelled",
        status: "approximated",
        sentence: `Runs the workflow ${quoted(keyFrom(definition, "child"))} and waits for its decision. Import that definition too; several children at once are a “for each”.`,
        read: ["definitionId"],
      };
    }
    default:
      return {
        node: step("wait", name, { for: "signal", name: keyFrom(name, "answer") }),
        done: ["received"],
        failed: undefined,
        status: "not_mapped",
        sentence: hosted.includes(kind)
          ? `A hosted service of Ballerine's did this. The run waits for the signal ${quoted(keyFrom(name, "answer"))}, which a system of yours sends; or put a check in its place.`
          : `A plugin of the kind ${quoted(kind)} is not known here. The run waits for the signal ${quoted(keyFrom(name, "answer"))} in its place, so that nothing passes unseen.`,
        read: [],
      };
  }
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function connectionOf(url: unknown, name: string): string {
  const text = textOf(url);
  const host = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  const secret = /^\{secrets?\.([\w-]+)\}/.exec(text)?.[1];
  return keyFrom((host ?? secret ?? name).replace(/[{}]/g, ""), "system");
}

const textOf = (url: unknown): string => {
  if (typeof url === "string") return url;
  const inner = (url as { url?: unknown } | null)?.url;
  return typeof inner === "string" ? inner : "";
};

/** The path of an address; placeholders that stand for nothing of ours leave no path. */
function pathOf(url: string, places: Places): string | undefined {
  const path = url.replace(/^(https?:\/\/[^/?#]*|\{secrets?\.[\w-]+\})/i, "").replace(/[?#].*$/s, "");
  let isWhole = true;
  const filled = path.replace(/\{([^{}]*)\}/g, (_, inner: string) => {
    const place = places.place(inner.trim(), "text");
    if (place === undefined) isWhole = false;
    return `{{${place}}}`;
  });
  if (!isWhole || filled.length > 1900 || /[{}]/.test(filled.replace(/\{\{[\w.-]+\}\}/g, "")))
    return undefined;
  return filled.startsWith("/") ? filled : `/${filled}`;
}

/** `{result: @, status: company.status}` of a JMESPath mapping: plain names and plain paths only. */
function plainMapping(transforms: unknown): [string, string][] | undefined {
  const list = Array.isArray(transforms) ? transforms : [];
  const [only] = list as { transformer?: unknown; mapping?: unknown }[];
  if (list.length !== 1 || only?.transformer !== "jmespath" || typeof only.mapping !== "string")
    return undefined;
  const inner = /^\s*\{([^{}[\]]*)\}\s*$/.exec(only.mapping)?.[1];
  if (inner === undefined) return undefined;
  const pairs = inner.split(",").map((pair) => /^\s*([A-Za-z]\w*)\s*:\s*(@|[A-Za-z_][\w.]*)\s*$/.exec(pair));
  if (pairs.length > 50 || pairs.some((pair) => pair === null)) return undefined;
  return pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]);
}

function httpStep(plugin: BallerinePlugin, places: Places): PluginStep {
  const { name } = plugin;
  const url = textOf(plugin["url"]);
  const asked = String(plugin["method"] ?? "GET").toUpperCase();
  const method = methods.includes(asked) ? asked : "POST";
  const path = pathOf(url, places);
  const losses: string[] = [];
  if (path === undefined) losses.push("its path reads something that does not stand here");
  if (/\?/.test(url)) losses.push("its query");
  if (Object.keys(part(plugin["headers"])).length > 0)
    losses.push("its headers (credentials belong to the connection)");
  const request = part(plugin["request"]);
  const response = part(plugin["response"]);
  const sent = method === "GET" ? undefined : plainMapping(request["transform"] ?? request["transformers"]);
  const body = sent?.map(([key, from]) => [key, places.place(from, "text")] as const);
  if (method !== "GET" && (!body || body.some(([, place]) => place === undefined))) losses.push("its body");
  if (request["schema"] !== undefined || response["schema"] !== undefined) losses.push("its schemas");
  const keptTransform = response["transform"] ?? response["transformers"];
  const kept = plainMapping(keptTransform);
  if (keptTransform !== undefined && !kept) losses.push("how its answer was rewritten");
  const answer = kept
    ? kept.map(([key, from]) => [key, from === "@" ? "body" : `body.${from}`] as const)
    : [["body", "body"] as const];
  return {
    node: step("http_request", name, {
      connection: connectionOf(url, name),
      method,
      path: path ?? "/",
      ...(body?.every(([, place]) => place !== undefined) && {
        body: Object.fromEntries(body.map(([key, place]) => [key, `{{${place}}}`])),
      }),
      answer: Object.fromEntries(answer),
    }),
    done: ["done"],
    failed: "failed",
    status: "approximated",
    sentence: `An HTTP request through the connection “${connectionOf(url, name)}”, which holds address and credentials.${losses.length > 0 ? ` Write again: ${losses.join(", ")}.` : ""}`,
    keeps: kept ? kept.map(([key]) => key) : undefined,
    read: ["url", "method", "request", "response", "headers"],
  };
}

const part = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
