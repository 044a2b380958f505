/** From the COMMIT of a change to the frame that shows it, in two tabs that are at two servers of one database. */
import type { Page } from "playwright-core";
import type { Line, Section } from "../section.ts";
import { percentile, spread } from "../statistics.ts";
import { openStage } from "./stage.ts";

const changes = 100;
const warmUp = 5;
const targetMs = 300;
const longestWaitMs = 5_000;

/** Each change is one of the sentence that a request has failed with. */
export const pixels: Section = async (bench): Promise<readonly Line[]> => {
  const stage = await openStage(bench, "pixels", 1_000);
  const { rows } = await stage.database.query<{ id: string }>(
    `update requests set status = 'failed', blocker = null, blocker_message = null, error_message = 'It failed.'
      where id = (select id from requests order by created_at desc, id desc limit 1) returning id`,
  );
  const programs = [await stage.start(), await stage.start()];
  const tabs = await Promise.all(programs.map(({ url }) => stage.open(url)));
  for (const tab of tabs) {
    await tab.goto("/requests");
    await tab.locator(".request-row .sentence").first().waitFor();
    await tab.evaluate(watchSentences);
  }
  const milliseconds: number[] = [];
  let missing = 0;
  for (let change = -warmUp; change < changes; change += 1) {
    const sentence = `Nobody has it: look number ${change}.`;
    // Where it is only looked for after it is shown, nothing moves any more.
    await Promise.all(tabs.map((tab) => tab.evaluate(`lookFor(${JSON.stringify(sentence)})`)));
    await stage.database.query("begin");
    await stage.database.query("update requests set error_message = $1 where id = $2", [sentence, rows[0]!.id]);
    const committed = performance.timeOrigin + performance.now();
    await stage.database.query("commit");
    for (const at of await Promise.all(tabs.map(shownAt))) {
      if (change < 0) continue;
      if (at === null) missing += 1;
      else milliseconds.push(at - committed);
    }
  }
  return [
    {
      what: `commit → pixels, ${changes} changes, two tabs at two servers`,
      ours: spread(milliseconds) + (missing > 0 ? `, ${missing} never came` : ""),
      target: `p95 ≤ ${targetMs} ms`,
      met: missing === 0 && percentile(milliseconds, 95) <= targetMs,
    },
  ];
};

/** Notes when the sentence was painted: in the frame after the one that the change was made in. */
const watchSentences = `{
  let sentence, resolve;
  window.lookFor = (next) => {
    sentence = next;
    window.shown = new Promise((done) => (resolve = done));
  };
  new MutationObserver(() => {
    if (![...document.querySelectorAll(".sentence")].some(({ textContent }) => textContent.includes(sentence))) return;
    const tell = resolve;
    requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.timeOrigin + performance.now())));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}`;

/** @returns the time by the machine's clock; null when it is not shown in time. */
function shownAt(tab: Page): Promise<number | null> {
  return tab.evaluate<number | null>(
    `Promise.race([shown, new Promise((resolve) => setTimeout(resolve, ${longestWaitMs}, null))])`,
  );
}
