import type { TestProject } from "vitest/node";
export default function setup(project: TestProject) {
  project.provide("postgresUrl", process.env["TEST_POSTGRES_URL"] ?? "");
}
