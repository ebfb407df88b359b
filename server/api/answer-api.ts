import type { Operation } from "./operation";
import { operations } from "./operations";
import { refuseUnknown, serve } from "./serve";

interface Place {
  pattern: RegExp;
  names: string[];
  methods: Map<string, Operation>;
}

/** Addresses with fewer names first: `/decisions/batches` is not the decision called “batches”. */
const places: Place[] = placesOf(operations);

function placesOf(all: readonly Operation[]): Place[] {
  const byPath = new Map<string, Place>();
  for (const operation of all) {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const pattern = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`);
    const place = byPath.get(operation.path) ?? { pattern, names, methods: new Map<string, Operation>() };
    place.methods.set(operation.method.toUpperCase(), operation);
    byPath.set(operation.path, place);
  }
  return [...byPath.values()].sort((a, b) => a.names.length - b.names.length);
}

/** Every request to `/api/v1`. */
export async function answerApi(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  for (const { pattern, names, methods } of places) {
    const found = pattern.exec(pathname);
    if (!found) continue;
    const operation = methods.get(request.method);
    if (!operation) return refuseUnknown([...methods.keys()]);
    const address = Object.fromEntries(names.map((name, i) => [name, plain(found[i + 1] ?? "")]));
    return serve(operation, request, address);
  }
  return refuseUnknown();
}

function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
