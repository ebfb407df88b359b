import { defineConfig } from "@playwright/test";

/** The stories in a browser. `npm run e2e` starts the product and says where it is. */
export default defineConfig({
  testDir: "app",
  testMatch: "**/*.e2e.ts",
  outputDir: ".test/playwright",
  workers: 2,
  fullyParallel: false,
  // All stories live in one workspace: what changes its rules for everybody goes alone, when the others are done.
  projects: [
    { name: "together", grepInvert: /@alone/ },
    { name: "alone", grep: /@alone/, dependencies: ["together"] },
  ],
  forbidOnly: true,
  // A story that needs luck is a defect of the story or of the product.
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env["GATEHOUSE_URL"] ?? "http://127.0.0.1:3000",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env["CHROME_PATH"] ? { executablePath: process.env["CHROME_PATH"] } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
