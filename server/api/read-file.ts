/** Reads a file's bytes, one more at most than we take, so that nobody fills our memory. */
export async function readFile(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader && size <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  if (size > maxBytes) await reader?.cancel();
  return Buffer.concat(chunks);
}
