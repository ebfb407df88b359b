import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Busboy, type BusboyFileStream, type BusboyHeaders } from "@fastify/busboy";
import { DomainError } from "@/server/errors";

/** A form that brings one file, behind its fields. */
export interface FormFile {
  fields: Record<string, string>;
  name: string;
  mediaType: string;
  /** The file as it comes. It ends only where the form does, whole. */
  bytes: AsyncGenerator<Uint8Array>;
}

const refuse = (message: string) =>
  new DomainError("invalid", message, { issues: [{ path: "file", code: "form", message }] });
const BROKEN = "The form did not come to its end, or is no form. Send it again.";
const ORDER = "Send one file, and send it as the last part of the form.";

export const isForm = (request: Request): boolean =>
  /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "");

/** Reads a form up to its file, which is then read by whoever takes the bytes: nothing of it is held. */
export async function readFormFile(request: Request): Promise<FormFile> {
  if (!request.body) throw refuse(BROKEN);
  const form = parserOf(request);
  const body = Readable.fromWeb(request.body as WebStream);
  const fields: Record<string, string> = {};
  let fault: DomainError | undefined;
  let file: BusboyFileStream | undefined;
  const stop = (found: DomainError) => {
    fault ??= found;
    body.destroy();
    file?.destroy();
  };
  form.on("field", (name, value, isNameCut, isCut) => {
    if (file) stop(refuse(ORDER));
    else if (isNameCut || isCut) stop(refuse(`The field “${name}” is too long.`));
    else if (name in fields) stop(refuse(`Send the field “${name}” once.`));
    else fields[name] = value;
  });
  for (const limit of ["filesLimit", "partsLimit", "fieldsLimit"] as const)
    form.on(limit, () => stop(refuse(ORDER)));
  const begun = new Promise<Omit<FormFile, "fields" | "bytes"> | undefined>((found) => {
    form.on("file", (_, stream, name, __, mediaType) => {
      // What goes wrong with the file is told by the form, below.
      stream.on("error", () => {});
      file = stream;
      found({ name: name ?? "", mediaType: mediaType.toLowerCase() });
    });
    form.on("finish", () => found(undefined));
    form.on("error", () => found(undefined));
    body.on("close", () => found(undefined));
  });
  const whole = pipeline(body, form).then(
    () => fault,
    () => fault ?? refuse(BROKEN),
  );
  const found = await begun;
  if (!found || !file) throw (await whole) ?? refuse(ORDER);
  return { fields, ...found, bytes: bytesOf(file, whole, () => stop(refuse(BROKEN))) };
}

function parserOf(request: Request) {
  try {
    return new Busboy({
      headers: Object.fromEntries(request.headers) as BusboyHeaders,
      limits: { files: 1, fields: 10, parts: 11, fieldSize: 20_000, fieldNameSize: 100, headerPairs: 20 },
    });
  } catch {
    throw refuse(BROKEN);
  }
}

async function* bytesOf(
  file: BusboyFileStream,
  whole: Promise<DomainError | undefined>,
  leave: () => void,
): AsyncGenerator<Uint8Array> {
  let isRead = false;
  try {
    try {
      for await (const piece of file) yield piece as Uint8Array;
    } catch (error) {
      throw (await whole) ?? error;
    }
    const fault = await whole;
    if (fault) throw fault;
    isRead = true;
  } finally {
    if (!isRead) leave();
  }
}
