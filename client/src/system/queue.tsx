import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { jobName } from "../jobs/job-words.ts";
import { formatNumber } from "../ui/format.ts";

const fragment = graphql(`
  fragment Queue_System on System {
    queues {
      name
      ready
      delayed
      active
    }
  }
`);

/** What runs and what waits, in all, and of which kinds. */
export function Queue({ system }: { system: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("system");
  const { queues } = readFragment(fragment, system);
  const busy = queues.filter(({ ready, delayed, active }) => ready + delayed + active > 0);
  const sum = (key: "active" | "ready" | "delayed") => queues.reduce((all, queue) => all + queue[key], 0);
  return (
    <section aria-labelledby="queue">
      <h2 id="queue">{t("dashboard.queue")}</h2>
      <dl className="queue-sums">
        {(["active", "ready", "delayed"] as const).map((key) => (
          <div key={key}>
            <dt>{t(`dashboard.${key}`)}</dt>
            <dd className="number">{formatNumber(sum(key))}</dd>
          </div>
        ))}
      </dl>
      {busy.length === 0 && <p className="hint">{t("dashboard.queueIdle")}</p>}
      <ul className="queues">
        {busy.map(({ name, ready, delayed, active }) => (
          <li key={name}>
            <Link href={`/jobs?type=${name}`}>{jobName(name)}</Link>
            <span className="number">
              {[
                active > 0 && `${formatNumber(active)} ${t("dashboard.active")}`,
                ready > 0 && `${formatNumber(ready)} ${t("dashboard.ready")}`,
                delayed > 0 && `${formatNumber(delayed)} ${t("dashboard.delayed")}`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link href="/jobs">{t("dashboard.jobs")}</Link>
      </p>
    </section>
  );
}
