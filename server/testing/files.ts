import { deflateRawSync, deflateSync } from "node:zlib";
import sharp from "sharp";

/** Files an applicant might send, good and bad, made here so that none has to be trusted. */

/** 64 × 48, HEVC, with the place it was taken at in its EXIF. */
const HEIC =
  "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA" +
  "AA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAMAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIFAAEAAAAAAAAAGgACAAEAAAAAAAAA" +
  "AQAAAAAAAAAIAAMAAAAAAAACHwABAAAAAAAAAUAAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAA" +
  "AAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANVpcHJwAAAAs2lwY28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgA" +
  "AA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0IBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubAgAAADACAAAAMA" +
  "ISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAMAAAABBwaXhpAAAAAAMICAgAAAAaaXBt" +
  "YQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MAAwABAAIAAAFibWRhdAAAABYoAa9Y" +
  "5vTqv//bPOR7a//9VwnkanfAAAAAAElJKgAIAAAACAAPAQIACgAAAH4AAAASAQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAA" +
  "AHYAAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAABphwQAAQAAAIgAAAAliAQAAQAAANYAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAEdh" +
  "dGVob3VzZQAGAACQBwAEAAAAMDIxMAGRBwAEAAAAAQIDAACgBwAEAAAAMDEwMAGgAwABAAAA//8AAAKgBAABAAAAQAAAAAOgBAAB" +
  "AAAAMAAAAAAAAAAEAAEAAgACAAAATgAAAAIABQADAAAAJAEAAAMAAgACAAAARQAAAAQABQADAAAADAEAAAAAAAANAAAAAQAAABgA" +
  "AAABAAAAEgAAAAEAAAA0AAAAAQAAAB8AAAABAAAADAAAAAEAAAA=";

export const heic = (): Buffer => Buffer.from(HEIC, "base64");

const GPS = {
  IFD0: { Make: "Gatehouse" },
  IFD3: {
    GPSLatitudeRef: "N",
    GPSLatitude: "52/1 31/1 12/1",
    GPSLongitudeRef: "E",
    GPSLongitude: "13/1 24/1 18/1",
  },
};

export const jpeg = (width = 640, height = 480): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } })
    .withExif(GPS)
    .jpeg()
    .toBuffer();

export const png = (width = 320, height = 200): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: "#33669980" } })
    .withExif(GPS)
    .png()
    .toBuffer();

interface PdfParts {
  pages?: number;
  /** Drawn on each page; as it stands, or deflated. */
  content?: Buffer;
  deflated?: boolean;
  mediaBox?: string;
  catalog?: string;
  trailer?: string;
}

/** A PDF with a cross-reference table, as small as can be. */
export function pdf({
  pages = 1,
  content,
  deflated,
  mediaBox = "0 0 595 842",
  catalog = "",
  trailer = "",
}: PdfParts = {}): Buffer {
  const stream =
    content ??
    Buffer.from(
      "BT /F1 24 Tf 72 760 Td (Bank statement of November) Tj ET\n0.2 0.4 0.6 rg 72 600 200 100 re f",
    );
  const filter = deflated ? "/Filter /FlateDecode " : "";
  const objects: Buffer[] = [
    Buffer.from(`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`),
    Buffer.from(
      `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, i) => `${i + 5} 0 R`).join(" ")}] >>`,
    ),
    Buffer.from("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
    Buffer.concat([
      Buffer.from(`<< ${filter}/Length ${stream.length} >>\nstream\n`),
      stream,
      Buffer.from("\nendstream"),
    ]),
    ...Array.from({ length: pages }, () =>
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [${mediaBox}] /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>`,
      ),
    ),
  ];
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  let at = parts[0]?.length ?? 0;
  const places: number[] = [];
  for (const [index, object] of objects.entries()) {
    places.push(at);
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    parts.push(whole);
    at += whole.length;
  }
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Protected by a password nobody gives: the key it would need is of no matter. */
export const lockedPdf = (): Buffer =>
  pdf({
    trailer: `/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"ab".repeat(32)}> /U <${"cd".repeat(32)}> >>`,
  });

/** Draws nothing, out of a stream that unpacks to `megabytes`. */
export const pdfBomb = (megabytes: number): Buffer =>
  pdf({ content: deflateSync(Buffer.alloc(megabytes * 1_048_576, " "), { level: 1 }), deflated: true });

/** A ZIP of one file. */
export function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const head = (signature: string, extra: number[]) => {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    return Buffer.concat([Buffer.from(signature, "latin1"), Buffer.from(extra), fields]);
  };
  const local = Buffer.concat([head("PK\x03\x04", []), Buffer.from(name), packed]);
  const central = Buffer.concat([head("PK\x01\x02", [20, 0]), Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, sum]);
}

/** A black square of `side` pixels in a few kilobytes. */
export function pngBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(1, 8);
  const row = Math.ceil(side / 8) + 1;
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(row * side), { level: 1 })),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}
