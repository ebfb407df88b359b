import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/* Shade 7 is used on light, shade 4 on dark; both carry AA contrast as text and as a filled button. */
const accent: MantineColorsTuple = [
  "#eef8f7",
  "#d6eeec",
  "#a9dcd8",
  "#74c9c4",
  "#3fb6b2",
  "#1f9a97",
  "#108080",
  "#0b6e6e",
  "#085858",
  "#063f40",
];
const decline: MantineColorsTuple = [
  "#fdf3f2",
  "#fbe7e5",
  "#f7cbc7",
  "#f4a8a2",
  "#f0847c",
  "#dd5a51",
  "#c63b32",
  "#b3261e",
  "#8f1e18",
  "#6b1612",
];
const gray: MantineColorsTuple = [
  "#f7f8f9",
  "#f0f2f4",
  "#e1e5e9",
  "#d5dade",
  "#c9d0d7",
  "#8f99a3",
  "#5b6570",
  "#46505b",
  "#2b3239",
  "#14181d",
];
const dark: MantineColorsTuple = [
  "#eef1f4",
  "#b9c2cb",
  "#97a2ad",
  "#6f7a85",
  "#3a434c",
  "#2a3138",
  "#1c2126",
  "#161a1e",
  "#0f1215",
  "#0a0c0e",
];

/* Which ink a filled button wears depends on the scheme, which only CSS knows. */
const inks: Record<string, string> = { accent: "var(--gh-accent-ink)", red: "var(--gh-decline-ink)" };
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const ink = inks[input.color ?? input.theme.primaryColor];
  // Mantine's yellow cannot be read on its own soft ground; what asks for attention wears the house's.
  if (input.variant === "light" && input.color === "yellow")
    return { ...colors, background: "var(--gh-review-soft)", color: "var(--gh-review)" };
  return input.variant === "filled" && ink ? { ...colors, color: ink } : colors;
};

const quick = { transitionProps: { duration: 100 } };

/** The character of the parts Mantine supplies. Colours with a meaning live in `app/globals.css` as `--gh-*`. */
export const theme = createTheme({
  primaryColor: "accent",
  colors: { accent, decline, red: decline, gray, dark },
  primaryShade: { light: 7, dark: 4 },
  black: "#14181d",
  white: "#ffffff",
  variantColorResolver,
  defaultRadius: 6,
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "var(--font-geist-sans), system-ui, sans-serif",
  fontFamilyMonospace: "var(--font-geist-mono), ui-monospace, monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.45", lg: "1.5", xl: "1.4" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.125rem", lineHeight: "1.3" },
      h2: { fontSize: "0.875rem", lineHeight: "1.4" },
      h3: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  components: {
    Button: Button.extend({
      defaultProps: { loaderProps: { type: "dots" } },
      vars: (_, props) =>
        props.size === undefined && props.variant !== "transparent"
          ? { root: { "--button-height": "32px", "--button-fz": "0.8125rem", "--button-padding-x": "12px" } }
          : { root: {} },
    }),
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 30 } },
    Checkbox: { defaultProps: { iconColor: "var(--gh-accent-ink)" } },
    Radio: { defaultProps: { iconColor: "var(--gh-accent-ink)" } },
    Input: { defaultProps: { size: "sm" } },
    InputWrapper: {
      defaultProps: { size: "sm" },
      styles: {
        label: { fontWeight: 500, marginBottom: 4 },
        description: { color: "var(--gh-ink-3)", fontSize: "0.75rem" },
      },
    },
    CloseButton: { defaultProps: { "aria-label": "Close" } },
    Modal: {
      defaultProps: { ...quick, centered: true, padding: "md", radius: 8 },
      // On a phone a title takes more than one line.
      styles: { title: { lineHeight: 1.35 } },
    },
    Drawer: { defaultProps: quick },
    Menu: { defaultProps: { ...quick, shadow: "md", position: "bottom-end" } },
    Popover: { defaultProps: { ...quick, shadow: "md" } },
    Tooltip: { defaultProps: { ...quick, openDelay: 300, withinPortal: true } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: "right" } },
    Anchor: { defaultProps: { underline: "hover" } },
    Notification: { defaultProps: { withBorder: true } },
    Skeleton: { defaultProps: { radius: 4 } },
  },
});

/** Where Mantine's own variables would miss AA or the tokens, the tokens win. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-text": "var(--gh-ink)",
    "--mantine-color-body": "var(--gh-surface)",
    "--mantine-color-dimmed": "var(--gh-ink-3)",
    "--mantine-color-placeholder": "var(--gh-ink-3)",
    "--mantine-color-error": "var(--gh-decline)",
    "--mantine-color-anchor": "var(--gh-accent)",
    "--mantine-color-default-border": "var(--gh-line-strong)",
    "--mantine-color-accent-light": "var(--gh-accent-soft)",
    "--mantine-color-accent-light-hover": "var(--gh-accent-soft)",
    "--mantine-color-accent-light-color": "var(--gh-accent)",
    "--mantine-color-red-light": "var(--gh-decline-soft)",
    "--mantine-color-red-light-color": "var(--gh-decline)",
    "--mantine-color-gray-light-color": "var(--gh-ink-2)",
    "--mantine-color-gray-text": "var(--gh-ink-2)",
    "--mantine-shadow-md": "var(--gh-shadow)",
    "--mantine-shadow-xl": "var(--gh-shadow)",
  };
  return { variables: { "--mantine-heading-font-weight": "600" }, light: shared, dark: shared };
};
