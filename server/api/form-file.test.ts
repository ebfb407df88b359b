import { describe, expect, it } from "vitest";
import { readFormFile } from "./form-file";

const formOf = (parts: [string, string | File][]) => {
  const body = new FormData();
  for (const [name, value] of parts) body.append(name, value);
  return body;
};
const request = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://127.0.0.1/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
/** As bytes: a stream that undici makes of a form does not bear to be left in the middle. */
async function ofForm(form: FormData) {
  const whole = new Response(form);
  const headers = { "content-type": whole.headers.get("content-type") ?? "" };
  return request(new Uint8Array(await whole.arrayBuffer()), headers);
}
const file = (text: string, name = "a.csv") => new File([text], name, { type: "text/csv" });

async function read(of: Request) {
  const { bytes, ...form } = await readFormFile(of);
  let text = "";
  for await (const piece of bytes) text += Buffer.from(piece).toString();
  return { ...form, text };
}
const refused = async (of: Request | Promise<Request>) =>
  read(await of).then(
    () => "taken",
    (error) => error.message as string,
  );

describe("a form with a file", () => {
  it("is read: its fields, then the file as it comes", async () => {
    const form = formOf([
      ["workflow", "orders"],
      ["file", file("amount\n1\n", "bestellungen ä.csv")],
    ]);
    expect(await read(await ofForm(form))).toEqual({
      ...{ fields: { workflow: "orders" }, name: "bestellungen ä.csv", mediaType: "text/csv" },
      text: "amount\n1\n",
    });
  });

  it("is refused when the file is not the only one and the last part", async () => {
    const last = "Send one file, and send it as the last part of the form.";
    expect(await refused(ofForm(formOf([["workflow", "orders"]])))).toBe(last);
    expect(
      await refused(
        ofForm(
          formOf([
            ["file", file("a")],
            ["workflow", "orders"],
          ]),
        ),
      ),
    ).toBe(last);
    expect(
      await refused(
        ofForm(
          formOf([
            ["file", file("a")],
            ["file", file("b")],
          ]),
        ),
      ),
    ).toBe(last);
    expect(
      await refused(
        ofForm(
          formOf([
            ["a", "1"],
            ["a", "2"],
            ["file", file("x")],
          ]),
        ),
      ),
    ).toContain("once");
    expect(
      await refused(
        ofForm(
          formOf([
            ["a", "x".repeat(20_001)],
            ["file", file("x")],
          ]),
        ),
      ),
    ).toContain("too long");
  });

  it("that breaks off is never taken for a whole one", async () => {
    const whole = await new Response(
      formOf([
        ["workflow", "orders"],
        ["file", file("amount\n1\n2\n3\n")],
      ]),
    ).text();
    const boundary = /^--(\S+)/.exec(whole)?.[1] ?? "";
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    expect(await refused(request(whole, headers))).toBe("taken");
    const end = whole.lastIndexOf(`--${boundary}--`);
    for (let cut = 0; cut < end; cut += 7)
      expect(await refused(request(whole.slice(0, cut), headers)), String(cut)).not.toBe("taken");
    expect(await refused(request(whole.slice(0, end), headers))).not.toBe("taken");
    expect(await refused(request("nothing", { "content-type": "multipart/form-data" }))).toContain("no form");
  });

  it("is not read further than its reader goes", async () => {
    let sent = 0;
    let isCancelled = false;
    const piece = Buffer.alloc(64 * 1024, "x");
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ === 0)
          controller.enqueue(
            Buffer.from(
              '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n',
            ),
          );
        else controller.enqueue(piece);
      },
      cancel() {
        isCancelled = true;
      },
    });
    const { bytes } = await readFormFile(
      request(body, { "content-type": "multipart/form-data; boundary=b" }),
    );
    for await (const _ of bytes) break;
    await expect.poll(() => isCancelled).toBe(true);
    expect(sent).toBeLessThan(30);
  });
});
