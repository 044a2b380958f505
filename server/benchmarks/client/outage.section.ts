/** A server that is killed: how long until the page says so, and until it is right again once the server is back. */
import { setTimeout as pause } from "node:timers/promises";
import type { Line, Section } from "../section.ts";
import { median } from "../statistics.ts";
import { openStage } from "./stage.ts";

const times = 5;
const bannerMs = 2_000;
const correctMs = 5_000;

/** What changes while it is away is what the page has to show. */
export const outage: Section = async (bench): Promise<readonly Line[]> => {
  const stage = await openStage(bench, "outage", 500);
  let program = await stage.start();
  const { port } = new URL(program.url);
  const page = await stage.open(program.url);
  await page.goto("/requests");
  await page.locator(".request-row .sentence").first().waitFor();
  // What stays for some seconds is the news that the connection is back.
  const banner = page.locator(".connection p:not(.back)");
  const untilBanner: number[] = [];
  const untilCorrect: number[] = [];
  for (let time = 1; time <= times; time += 1) {
    await banner.waitFor({ state: "hidden" });
    const killed = performance.now();
    process.kill(program.pid, "SIGKILL");
    await banner.waitFor();
    untilBanner.push(performance.now() - killed);

    const sentence = `Meanwhile, for time ${time}, nobody had it.`;
    await stage.database.query(
      "update requests set status = 'failed', blocker = null, blocker_message = null, error_message = $1 where id = (select id from requests order by created_at desc, id desc limit 1)",
      [sentence],
    );
    const starting = stage.start({ PORT: port });
    // Not by `starting`: that is when the program says so, and the page may be earlier.
    while (!(await fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false))) await pause(5); // prettier-ignore
    const back = performance.now();
    await page.getByText(sentence).waitFor({ timeout: 60_000 });
    await banner.waitFor({ state: "hidden" });
    untilCorrect.push(performance.now() - back);
    program = await starting;
    bench.say(`banner after ${seconds(untilBanner.at(-1)!)}, correct after ${seconds(untilCorrect.at(-1)!)}`);
  }
  return [
    line("server killed → banner", untilBanner, bannerMs),
    line("server ready again → missed change shown, banner gone", untilCorrect, correctMs),
  ];
};

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

function line(what: string, milliseconds: readonly number[], targetMs: number): Line {
  const worst = Math.max(...milliseconds);
  const ours = `${seconds(median(milliseconds))}, worst of ${milliseconds.length} ${seconds(worst)}`;
  return { what, ours, target: `≤ ${targetMs / 1000} s`, met: worst <= targetMs };
}
