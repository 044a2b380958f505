import type { Line } from "./section.ts";

const titles = ["section", "what", "this program", "hand-written SQL", "PostGraphile 5", "target", "met"];

/** The table of a run, for a terminal or as Markdown. */
export function table(lines: readonly (Line & { readonly section: string })[], markdown: boolean): string {
  const cells = lines.map(({ section, what, ours, sql, postgraphile, target, met }) => [
    section,
    what,
    ours,
    sql ?? "",
    postgraphile ?? "",
    target ?? "",
    met === undefined ? "" : met ? "yes" : "NO",
  ]);
  // What nothing was compared with has no column.
  const columns = titles.map((_, index) => index).filter((index) => cells.some((row) => row[index] !== ""));
  const widths = titles.map((title, index) => Math.max(title.length, ...cells.map((row) => row[index]!.length)));
  const pad = (row: readonly string[]) => columns.map((index) => row[index]!.padEnd(widths[index]!));
  const rule = widths.map((width) => "-".repeat(width));
  if (markdown) return [titles, rule, ...cells].map((row) => `| ${pad(row).join(" | ")} |`).join("\n");
  return [titles, rule, ...cells].map((row) => pad(row).join("  ").trimEnd()).join("\n");
}
