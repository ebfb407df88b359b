"use client";

/** When even the layout failed: no theme, no parts, only words and a way to try again. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", margin: "15vh auto", maxWidth: 480, padding: 24 }}>
        <title>This page could not be shown · Gatehouse</title>
        <h1 style={{ fontSize: 20 }}>This page could not be shown</h1>
        <p>Nothing was lost. Try again; if it stays like this, tell your admin.</p>
        {error.digest && <p>Reference {error.digest}</p>}
        <button type="button" onClick={reset} style={{ font: "inherit", padding: "8px 16px" }}>
          Try again
        </button>
      </body>
    </html>
  );
}
