/** The gate. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="var(--gh-accent)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 17.5v-9a7 7 0 0 1 14 0v9M3 17.5h4v-8a3 3 0 0 1 6 0v8h4" />
    </svg>
  );
}
