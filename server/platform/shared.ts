const KEY = Symbol.for("gatehouse");
const holder = globalThis as Record<symbol, Map<string, unknown> | undefined>;

/**
 * The one `name` of this process, made at first use. The HTTP server and Next's bundle are two module graphs in one
 * process, so a module's own variable exists twice: pools, metrics and the job client hang on `globalThis` instead.
 */
export function shared<T>(name: string, make: () => T): T {
  const registry = holder[KEY] ?? new Map<string, unknown>();
  holder[KEY] = registry;
  if (!registry.has(name)) registry.set(name, make());
  return registry.get(name) as T;
}
