import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { locale } from "../i18n/language.ts";
import { formatDuration, formatNumber } from "../ui/format.ts";
import { Chart, type Series } from "./chart.tsx";

const fragment = graphql(`
  fragment AnalyticsDay_RequestDay on RequestDay {
    day
    requested
    completed
    failed
    downloads
    medianSecondsToShelf
    p90SecondsToShelf
  }
`);

/** Requests, downloads and the time to the shelf by the day: as pictures, and as a table of the days that had any. */
export function AnalyticsCharts({ days: given }: { days: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("system");
  const days = useMemo(() => given.map((day) => readFragment(fragment, day)), [given]);
  const charts = useMemo(() => {
    const series = (
      label: "requested" | "completed" | "failed" | "downloads" | "median" | "p90",
      colour: Series["colour"],
      valueOf: (day: (typeof days)[number]) => number,
    ): Series => ({ label: t(`charts.${label}`), colour, values: days.map(valueOf) });
    return {
      days: days.map(({ day }) => day),
      requests: [
        series("requested", "--moving", ({ requested }) => requested),
        series("completed", "--shelf", ({ completed }) => completed),
        series("failed", "--failed", ({ failed }) => failed),
      ],
      downloads: [series("downloads", "--moving", ({ downloads }) => downloads)],
      times: [
        series("median", "--shelf", (day) => day.medianSecondsToShelf ?? 0),
        series("p90", "--waits", (day) => day.p90SecondsToShelf ?? 0),
      ],
    };
  }, [days, t]);
  const figures = [
    ["requests", formatNumber],
    ["downloads", formatNumber],
    ["times", formatSeconds],
  ] as const;
  return (
    <section className="charts" aria-labelledby="over-time">
      <h2 id="over-time">{t("analytics.overTime")}</h2>
      {figures.map(([name, format]) => (
        <figure key={name}>
          <figcaption>{t(`charts.${name}`)}</figcaption>
          <Chart days={charts.days} series={charts[name]} label={t("charts.day")} format={format} />
        </figure>
      ))}
      <details>
        <summary>{t("charts.table")}</summary>
        <div className="wide-table" tabIndex={0} role="group" aria-label={t("charts.table")}>
          <table>
            <thead>
              <tr>
                {(["day", "requested", "completed", "failed", "downloads", "median", "p90"] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`charts.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days
                .filter((day) => day.requested + day.completed + day.failed + day.downloads > 0)
                .toReversed()
                .map((day) => (
                  <tr key={day.day}>
                    <th scope="row">{written(day.day)}</th>
                    <td>{formatNumber(day.requested)}</td>
                    <td>{formatNumber(day.completed)}</td>
                    <td>{formatNumber(day.failed)}</td>
                    <td>{formatNumber(day.downloads)}</td>
                    <td>{formatSeconds(day.medianSecondsToShelf ?? 0)}</td>
                    <td>{formatSeconds(day.p90SecondsToShelf ?? 0)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function formatSeconds(seconds: number): string {
  return seconds > 0 ? formatDuration(seconds) : "–";
}

function written(day: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(`${day}T12:00:00`));
}
