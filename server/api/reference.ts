import type { Operation } from "./operation";

/** One operation as people read it. */
export interface OperationReference {
  id: string;
  noun: string;
  method: string;
  path: string;
  scope: string;
  summary: string;
  description: string;
  examples: { name: string; curl: string; status: number; answer: string | null }[];
}

/** The operations with their examples as commands. `$GATEHOUSE` is the address, `$KEY` an API key. */
export function apiReference(operations: readonly Operation[]): OperationReference[] {
  return operations.map((operation) => ({
    id: operation.id,
    noun: operation.path.split("/")[3] ?? "",
    method: operation.method.toUpperCase(),
    path: operation.path,
    scope: operation.scope,
    summary: operation.summary,
    description: operation.description,
    examples: operation.examples.map((example) => ({
      name: example.name,
      curl: curlOf(operation, example),
      status: example.status,
      answer:
        typeof example.answer === "string"
          ? example.answer
          : example.answer === undefined
            ? null
            : JSON.stringify(example.answer, null, 2),
    })),
  }));
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function curlOf({ method, path, once, file }: Operation, example: Operation["examples"][number]): string {
  const { params = {}, query = {}, headers = {}, body } = example;
  const form = example.file?.form;
  const address = Object.entries(params).reduce(
    (address, [name, value]) => address.replace(`{${name}}`, encodeURIComponent(value)),
    path as string,
  );
  const search = new URLSearchParams(query).toString();
  const needsKey = once === "transaction" || once === "work";
  const sent = {
    ...(body !== undefined && { "content-type": "application/json" }),
    ...(example.file && !example.file.form && { "content-type": example.file.mediaType }),
    ...(needsKey && { "idempotency-key": "a-text-of-your-own" }),
    ...headers,
  };
  return [
    `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}"$GATEHOUSE${address}${search && `?${search}`}"`,
    `-H "authorization: Bearer $KEY"`,
    ...Object.entries(sent).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
    ...(form ? Object.entries(form.fields).map(([name, value]) => `-F ${quoted(`${name}=${value}`)}`) : []),
    ...(form ? [`-F file=@${form.name}`] : file ? [`--data-binary @${query["name"] ?? "file"}`] : []),
  ].join(" \\\n  ");
}
