/** Between two times, as short as it can be said: `340 ms`, `2.4 s`, `5 min`, `3 h`, `4 d`. */
export function took(from: string, to: string | null): string {
  if (to === null) return "so far";
  const ms = Math.max(0, new Date(to).getTime() - new Date(from).getTime());
  const units: [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  for (const [size, word] of units)
    if (ms >= size) return `${Math.round((ms / size) * 10) / 10}\u00a0${word}`;
  return `${ms}\u00a0ms`;
}
