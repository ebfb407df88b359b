import type { Operand } from "./ast";
import type { Environment } from "./environment";
import { compileOperand, type Kit } from "./operand";
import { isMissing } from "./value";

/** One read of one property of an earlier read: paths that begin alike share their beginning. */
interface Read {
  from: number;
  key: string;
}

function isPlainPath(operand: Operand): operand is Extract<Operand, { field: string }> {
  return "field" in operand && !operand.field.includes("[]") && !/^item(\.|$)/.test(operand.field);
}

/** Fills every slot of a layout, reading each property of the data once. */
export function compileSlots(operands: readonly Operand[], kit: Kit): (env: Environment) => void {
  const reads: Read[] = [];
  const known = new Map<string, number>();
  const readOf = (path: string): number => {
    const position = known.get(path);
    if (position !== undefined) return position;
    const end = path.lastIndexOf(".");
    // Position 0 is the data itself.
    const from = end < 0 ? 0 : readOf(path.slice(0, end));
    reads.push({ from, key: path.slice(end + 1) });
    known.set(path, reads.length);
    return reads.length;
  };
  const plain: { slot: number; read: number; fallback: unknown }[] = [];
  const computed: { slot: number; get: ReturnType<typeof compileOperand> }[] = [];
  operands.forEach((operand, slot) => {
    if (isPlainPath(operand)) plain.push({ slot, read: readOf(operand.field), fallback: operand.default });
    else computed.push({ slot, get: compileOperand(operand, kit, 0, slot) });
  });
  const found = new Array<unknown>(reads.length + 1).fill(undefined);
  return (env) => {
    found[0] = env.data;
    for (let i = 0; i < reads.length; i++) {
      const { from, key } = reads[i]!;
      const parent = found[from];
      found[i + 1] =
        typeof parent === "object" && parent !== null && !Array.isArray(parent) && Object.hasOwn(parent, key)
          ? (parent as { [key: string]: unknown })[key]
          : undefined;
    }
    for (const { slot, read, fallback } of plain) {
      const value = found[read];
      env.values[slot] = fallback !== undefined && isMissing(value) ? fallback : value;
    }
    for (const { slot, get } of computed) env.values[slot] = get(env);
    found.fill(undefined);
  };
}
