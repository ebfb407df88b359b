import type { Screen } from "./screen";

export const signIn: readonly Screen[] = [
  { name: "sign-in", state: "empty", as: "nobody", path: "/sign-in" },
  {
    name: "sign-in",
    state: "refused",
    as: "nobody",
    path: "/sign-in",
    steps: async (page) => {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByRole("textbox", { name: "Password" }).fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  { name: "not-found", state: "nobody", as: "nobody", path: "/nothing-here", status: 404 },
];
