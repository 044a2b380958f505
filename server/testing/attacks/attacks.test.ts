import { expect, it } from "vitest";
import { startTestApp } from "../test-app.ts";
import { runAttacks, type Verdict } from "./run.ts";

it("answers every attack rightly, over both doors", { timeout: 20_000 }, async () => {
  const app = await startTestApp();
  try {
    const ann = await app.signUp("ann");
    await ann.ask(`mutation { createRequest(input: { title: "Emma", author: "Jane Austen" }) { id } }`);
    const verdicts: Verdict[] = [];
    for await (const verdict of runAttacks({ url: app.url, apiKey: ann.apiKey! })) verdicts.push(verdict);
    expect(verdicts.length).toBeGreaterThan(80);
    // How long each took is for `npm run attack`, which has the machine to itself.
    expect(
      verdicts.flatMap(({ id, problem }) => (problem && problem !== "too slow" ? [`${id}: ${problem}`] : [])),
    ).toEqual([]);
  } finally {
    await app.close();
  }
});
