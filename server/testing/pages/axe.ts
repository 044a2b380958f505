import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Result {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** @returns a sentence for each serious or critical finding of axe on the page as it is now. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Through the debugger, which the content security policy does not concern.
  await page.evaluate(`window.axe || (() => { ${source} })()`);
  const violations = await page.evaluate<Result[]>(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes
        .filter(({ target }) => !isOfGraphiql(id, target))
        .map(({ target, failureSummary }) => `${id}: ${help}, at ${target.join(" ")}. ${failureSummary}`),
    );
}

/** The tabs of GraphiQL hold buttons, as their maker has them: nothing of ours can change that from outside. */
function isOfGraphiql(id: string, target: readonly string[]): boolean {
  return id === "nested-interactive" && /^(\.graphiql-tab-active|li:nth-child\(\d+\))$/.test(target.join(" "));
}
