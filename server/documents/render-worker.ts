import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import sharp, { type Sharp } from "sharp";

/**
 * Runs in a thread of its own, by plain Node, so it imports packages only: turns one file into pictures made by us, with
 * nothing of the original in them but what the eye sees. Whoever started it ends it when it takes too long or too much.
 */

interface Limits {
  pixels: number;
  pages: number;
  /** Longest side of a finished page. */
  side: number;
}
interface Task {
  media: string;
  bytes: Uint8Array;
  limits: Limits;
}
interface Page {
  bytes: Uint8Array;
  mediaType: "image/jpeg" | "image/png";
  width: number;
  height: number;
}

class Refused extends Error {}

const require = createRequire(import.meta.url);

/** Upright, no larger than a screen can use, sRGB, without metadata. */
async function photo(input: Sharp, limits: Limits): Promise<Page> {
  const { data, info } = await input
    .rotate()
    .resize({ width: limits.side, height: limits.side, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .jpeg({ quality: 88 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, mediaType: "image/jpeg", width: info.width, height: info.height };
}

async function picture({ bytes, limits }: Task): Promise<Page[]> {
  const { width = 0, height = 0 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  if (width * height > limits.pixels) throw new Refused("too_many_pixels");
  return [await photo(sharp(bytes, { limitInputPixels: limits.pixels, failOn: "error" }), limits)];
}

interface HeifImage {
  get_width(): number;
  get_height(): number;
  is_primary?(): boolean;
  display(
    into: { data: Uint8ClampedArray; width: number; height: number },
    done: (ok: unknown) => void,
  ): void;
}

async function heic({ bytes, limits }: Task): Promise<Page[]> {
  const libheif = require("libheif-js/wasm-bundle") as {
    HeifDecoder: new () => { decode(b: Uint8Array): HeifImage[] };
  };
  const images = new libheif.HeifDecoder().decode(bytes);
  const image = images.find((one) => one.is_primary?.()) ?? images[0];
  if (!image) throw new Refused("damaged");
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > limits.pixels) throw new Refused("too_many_pixels");
  const raw = { data: new Uint8ClampedArray(width * height * 4), width, height };
  await new Promise<void>((resolve, reject) =>
    image.display(raw, (ok) => (ok ? resolve() : reject(new Refused("damaged")))),
  );
  // libheif has turned the picture upright already.
  return [await photo(sharp(raw.data, { raw: { width, height, channels: 4 } }), limits)];
}

async function pdf({ bytes, limits }: Task): Promise<Page[]> {
  const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const { createCanvas } = await import("@napi-rs/canvas");
  const folder = dirname(require.resolve("pdfjs-dist/package.json"));
  const inside = (name: string) => join(folder, name) + sep;
  const loading = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    // Scripts of a PDF need a sandbox we do not load; forms of XFA are not drawn; fonts and tables come from the package.
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    standardFontDataUrl: inside("standard_fonts"),
    cMapUrl: inside("cmaps"),
    cMapPacked: true,
    wasmUrl: inside("wasm"),
    iccUrl: inside("iccs"),
    maxImageSize: limits.pixels,
    verbosity: 0,
  });
  const document = await loading.promise.catch((error: Error) => {
    throw new Refused(error.name === "PasswordException" ? "locked" : "damaged");
  });
  if (document.numPages > limits.pages) throw new Refused("too_many_pages");
  const pages: Page[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const plain = page.getViewport({ scale: 1 });
    // 150 dpi, or less for a page larger than a screen can use.
    const scale = Math.min(150 / 72, limits.side / Math.max(plain.width, plain.height));
    const viewport = page.getViewport({ scale });
    const [width, height] = [
      Math.max(1, Math.floor(viewport.width)),
      Math.max(1, Math.floor(viewport.height)),
    ];
    const canvas = createCanvas(width, height);
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
    await page.render({
      canvas: canvas as never,
      canvasContext: context as never,
      viewport,
      // What a reader would see on paper: no fields to fill, no links.
      intent: "print",
      annotationMode: pdfjs.AnnotationMode.ENABLE,
    }).promise;
    pages.push({ bytes: await canvas.encode("png"), mediaType: "image/png", width, height });
    page.cleanup();
  }
  await loading.destroy();
  return pages;
}

async function perform(task: Task): Promise<{ pages: Page[] } | { refusal: string }> {
  try {
    const pages = await (task.media === "application/pdf"
      ? pdf
      : task.media === "image/heic"
        ? heic
        : picture)(task);
    return pages.length > 0 ? { pages } : { refusal: "damaged" };
  } catch (error) {
    // A decoder's own words are about its insides; to the applicant the file cannot be opened.
    return { refusal: error instanceof Refused ? error.message : "damaged" };
  }
}

parentPort?.postMessage(await perform(workerData as Task));
