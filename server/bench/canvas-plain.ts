import { createServer } from "node:http";
import { build } from "esbuild";

/** Bundles the plain page as a production build and serves it at an address of its own. */
export async function servePlainPage(): Promise<{ url: string; close: () => Promise<void> }> {
  const { outputFiles } = await build({
    entryPoints: { page: "server/bench/canvas-plain-page.tsx", globals: "app/globals.css" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2023",
    jsx: "automatic",
    outdir: "/",
    define: { "process.env.NODE_ENV": '"production"' },
    // As the product's own build, it has one for packages that ask.
    banner: { js: "globalThis.process ??= { env: {} };" },
    loader: { ".module.css": "local-css" },
    logLevel: "error",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<link rel="stylesheet" href="/globals.css"><link rel="stylesheet" href="/page.css">
<style>body { margin: 0; font-family: sans-serif } * { box-sizing: border-box }</style></head>
<body><script type="module" src="/page.js"></script></body></html>`;
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const file = files.get(path);
    const type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "text/html";
    response.writeHead(file || path === "/" ? 200 : 404, { "content-type": type });
    response.end(file ?? (path === "/" ? html : ""));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the plain page has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
