import { fileTypeFromBuffer } from "file-type";
import type { acceptedMedia, Refusal } from "./schema";

export type Media = (typeof acceptedMedia)[number];
export type Sniffed = { media: Media } | { refusal: Refusal };

/** Kinds are told by the first bytes; nothing after this is looked at, so a deep file costs nothing. */
const HEAD = 4_096;
/** A ZIP's directory ends within this many bytes of the end of the file. */
const ZIP_TAIL = 65_557;
const ZIP_END = Buffer.from("PK\x05\x06", "latin1");

const archives = new Set(
  "zip gz rar 7z tar xz bz2 zst lz lz4 Z cab ar deb rpm arj lzh cpio ace crx apk jar iso dmg".split(" "),
);
const programs = new Set(["exe", "elf", "macho", "wasm", "class", "dex", "swf", "lnk", "bat", "ps1"]);
/** Documents that are ZIPs inside; unpacking them would help nobody. */
const offices = new Set(
  "docx xlsx pptx docm xlsm pptm dotx xltx potx odt ods odp odg ott ots otp epub pages numbers key 3mf".split(
    " ",
  ),
);

/** The words by which browsers take a text for a web page. */
const WEB_PAGE =
  /^<(!doctype\s+html|html|head|body|script|iframe|title|meta|style|table|div|p|a|br|h1|img)[\s>/]/i;
const DRAWING = /^<(!doctype\s+)?svg[\s>]/i;
const SCRIPT = /^#!|^\s*<\?php|^@echo off/i;
const bytesOf = (...signatures: string[]) => signatures.map((text) => Buffer.from(text, "latin1"));

/** Windows, Linux, macOS; the last five also begin Java classes, which are programs too. */
const EXECUTABLES = bytesOf(
  "MZ",
  "\x7fELF",
  "\xfe\xed\xfa\xce",
  "\xfe\xed\xfa\xcf",
  "\xce\xfa\xed\xfe",
  "\xcf\xfa\xed\xfe",
  "\xca\xfe\xba\xbe",
);
/** Files that have no business inside a picture. */
const STRANGERS = bytesOf(
  "Rar!\x1a\x07",
  "7z\xbc\xaf\x27\x1c",
  "%PDF-1.",
  "%PDF-2.",
  "\x7fELF\x01\x01\x01",
  "\x7fELF\x02\x01\x01",
  "<?php",
);
const PAGE_INSIDE = /<script[\s>]|<html[\s>]|<!doctype html/i;
const PAGE_IN_PDF = /<script[\s>]|<html[\s>]|<!doctype html|<\?php|<iframe[\s>]/i;

/** A text without the blanks, comments and declarations that may stand before its first word. */
function firstWord(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith("<!--") ? "-->" : rest.startsWith("<?xml") ? ">" : undefined;
    if (!end) return rest;
    const at = rest.indexOf(end, 4);
    if (at < 0) return "";
    rest = rest.slice(at + end.length).trimStart();
  }
}

/** Whether a ZIP ends here, whatever the file begins as: unpackers read from the end. */
function endsAsZip(bytes: Buffer): boolean {
  const tail = bytes.subarray(-ZIP_TAIL);
  for (let at = tail.lastIndexOf(ZIP_END); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(ZIP_END, at - 1)) {
    // Disk numbers of a ZIP in one piece are zero; chance does not write four zeros behind four right bytes.
    if (at + 22 <= tail.length && tail.readUInt32LE(at + 4) === 0) return true;
  }
  return false;
}

/** What a file is, by its content and never by its name; or why it cannot be taken. */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  if (bytes.byteLength === 0) return { refusal: "empty" };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, HEAD);
  const text = head.toString("latin1").replace(/^\xef\xbb\xbf/, "");
  if (SCRIPT.test(text) || EXECUTABLES.some((start) => head.subarray(0, start.length).equals(start)))
    return { refusal: "program" };
  const word = firstWord(text);
  if (DRAWING.test(word)) return { refusal: "drawing" };
  if (WEB_PAGE.test(word)) return { refusal: "web_page" };
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  const pdfAt = text.slice(0, 1_024).indexOf("%PDF-");
  if (pdfAt >= 0 && (found === undefined || found.ext === "pdf"))
    return sniffPdf(buffer, text.slice(0, pdfAt));
  if (!found) return { refusal: "unknown_kind" };
  switch (found.mime as string) {
    case "image/jpeg":
    case "image/png":
      return holdsAnother(buffer) ? { refusal: "two_kinds" } : { media: found.mime as Media };
    case "image/heic":
    case "image/heif":
      return holdsAnother(buffer) ? { refusal: "two_kinds" } : { media: "image/heic" };
  }
  if (programs.has(found.ext)) return { refusal: "program" };
  if (archives.has(found.ext) && !offices.has(found.ext)) return { refusal: "archive" };
  if (found.ext === "xml")
    return { refusal: text.toLowerCase().includes("<svg") ? "drawing" : "unknown_kind" };
  return { refusal: pdfAt >= 0 ? "two_kinds" : "unknown_kind" };
}

function holdsAnother(buffer: Buffer): boolean {
  return (
    endsAsZip(buffer) ||
    STRANGERS.some((start) => buffer.includes(start)) ||
    PAGE_INSIDE.test(buffer.toString("latin1"))
  );
}

/** A PDF begins as one, and is nothing else at either end, where programs that open files look. */
function sniffPdf(bytes: Buffer, before: string): Sniffed {
  const edges = bytes.subarray(0, HEAD).toString("latin1") + bytes.subarray(-HEAD).toString("latin1");
  return before.trim() !== "" || endsAsZip(bytes) || PAGE_IN_PDF.test(edges)
    ? { refusal: "two_kinds" }
    : { media: "application/pdf" };
}
