import { RE2JS } from "re2js";
import type { Operand } from "./ast";
import type { Environment, Get, ValueTest } from "./environment";
import { constantOf } from "./layout";
import { likeness } from "./likeness";
import { containsValue, isScalar } from "./set-tests";
import { BAD_PATTERN, FALSE, foldText, isMoney, obstacleOf, TOO_MUCH, TRUE, type Truth } from "./value";
import { spend } from "./work";

/** Short texts cost nothing worth counting; of long ones every sixteen letters are one. */
function reads(env: Environment, ...texts: string[]): boolean {
  let letters = 0;
  for (const text of texts) letters += text.length;
  return letters < 1000 || spend(env, letters >> 4);
}

export function textTest(
  op: "contains" | "starts_with" | "ends_with",
  get: Get,
  ignoreCase: boolean,
  timeZone: string,
): ValueTest {
  return (left, env) => {
    const wanted = get(env);
    if (op === "contains" && Array.isArray(left)) {
      if (!isScalar(wanted) && !isMoney(wanted)) return obstacleOf(wanted);
      if (!spend(env, left.length)) return TOO_MUCH;
      return containsValue(left, wanted, ignoreCase, timeZone);
    }
    if (typeof left !== "string" || left === "") return obstacleOf(left);
    if (typeof wanted !== "string" || wanted === "") return obstacleOf(wanted);
    if (!reads(env, left, wanted)) return TOO_MUCH;
    const text = ignoreCase ? foldText(left) : left;
    const part = ignoreCase ? foldText(wanted) : wanted;
    const found =
      op === "contains"
        ? text.includes(part)
        : op === "starts_with"
          ? text.startsWith(part)
          : text.endsWith(part);
    return found ? TRUE : FALSE;
  };
}

/** Past this nobody reads a pattern. */
export const MAX_PATTERN = 500;
/** Steps of the program; `\\pL{1,30}` written ten times is 600. */
const MAX_PROGRAM = 5000;

/** The pattern as a program that runs in linear time; undefined when it is none. Finds anywhere, like JSON Schema's `pattern`. */
export function compilePattern(pattern: string, ignoreCase: boolean): RE2JS | undefined {
  if (pattern.length > MAX_PATTERN) return undefined;
  try {
    const program = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return program.programSize() <= MAX_PROGRAM ? program : undefined;
  } catch {
    return undefined;
  }
}

export function patternTest(right: Operand, ignoreCase: boolean): ValueTest {
  const pattern = constantOf(right);
  const program = typeof pattern === "string" ? compilePattern(pattern, ignoreCase) : undefined;
  if (!program) return () => BAD_PATTERN;
  const size = program.programSize();
  return (left, env) => {
    if (typeof left !== "string" || left === "") return obstacleOf(left);
    // Linear, but in both: a long program over a long text is what a backtracking engine's worst case would be.
    if (!spend(env, (size * left.length) >> 2)) return TOO_MUCH;
    return program.matcher(left).find() ? TRUE : FALSE;
  };
}

/** A name against one or several. */
export function similarTest(get: Get, atLeast: number): ValueTest {
  const one = (left: string, wanted: unknown, env: Environment): Truth => {
    if (typeof wanted !== "string" || wanted === "") return obstacleOf(wanted);
    if (!spend(env, LIKENESS)) return TOO_MUCH;
    return likeness(left, wanted) >= atLeast ? TRUE : FALSE;
  };
  return (left, env) => {
    if (typeof left !== "string" || left === "") return obstacleOf(left);
    const wanted = get(env);
    if (!Array.isArray(wanted)) return one(left, wanted, env);
    let result: Truth = FALSE;
    for (const name of wanted) {
      const truth = one(left, name, env);
      if (truth === TRUE || truth === TOO_MUCH) return truth;
      if (truth !== FALSE && result === FALSE) result = truth;
    }
    return result;
  };
}

/** Comparing two names costs as much as looking at so many elements. */
const LIKENESS = 200;
