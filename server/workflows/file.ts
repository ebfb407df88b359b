import { DomainError, isDomainError } from "@/server/errors";
import { parseDocument, parseEditor } from "./parse";
import { JsonFault, type Place, placeOf, placesIn } from "./places/policy";
import { problemsIn } from "./problems/policy";
import type { DocumentProblem, EditorPart, WorkflowDocument } from "./schema";

/**
 * A workflow as a file: the stored document as it stands, keys in their order, one element of a list per line, so that a
 * change of the policy is a small change of the file. Where its nodes stand on the canvas comes last, under `editor`.
 */
export function fileOf(document: WorkflowDocument, editor: EditorPart): string {
  const isBare =
    Object.keys(editor.positions).length === 0 && editor.notes.length === 0 && !editor.tests?.length;
  return `${JSON.stringify(isBare ? document : { ...document, editor }, null, 2)}\n`;
}

export interface ParsedFile {
  document: WorkflowDocument;
  editor: EditorPart;
}

/** Reads a file, or refuses it by the field. */
export function readFile(text: string): ParsedFile {
  const { editor, ...document } = jsonOf(text);
  return { document: parseDocument(document), editor: parseEditor(editor) };
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    placesIn(text);
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { line, column } = error.place;
    throw new DomainError("invalid", `Line ${line}, column ${column}: ${error.message}`, {
      issues: [{ path: "", code: "no_json", message: error.message }],
    });
  }
  throw new DomainError("invalid", "A workflow's file holds one object.");
}

export type PlacedProblem = DocumentProblem & { place: Place };

/** Everything wrong with a file wherever it is imported, each with its line. */
export function problemsInFile(text: string): PlacedProblem[] {
  try {
    const places = placesIn(text);
    return problemsOfText(text).map((problem) => ({ ...problem, place: placeOf(places, problem.path) }));
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return [{ severity: "error", path: "", code: "no_json", message: error.message, place: error.place }];
  }
}

function problemsOfText(text: string): DocumentProblem[] {
  try {
    const { document } = readFile(text);
    return problemsIn(document);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const issues =
      error.issues.length > 0 ? error.issues : [{ path: "", code: "invalid", message: error.message }];
    return issues.map(({ path, code, message }) => ({
      severity: "error" as const,
      path: path.replace(/^document\.?/, ""),
      ...{ code, message },
    }));
  }
}
