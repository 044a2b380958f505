import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import type { RequestChartsQuery } from "../graphql/generated/graphql.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { locale } from "../i18n/language.ts";
import { formatBytes, formatNumber } from "../ui/format.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Chart, type Series } from "./chart.tsx";

const requestCharts = graphql(`
  query RequestCharts($timeZone: String!) {
    requestStatistics(days: 30, timeZone: $timeZone) {
      day
      requested
      completed
      failed
      downloadedBytes
    }
  }
`);

type Days = RequestChartsQuery["requestStatistics"];

/** Requests and downloads by the day, as pictures and as a table. */
export function RequestCharts() {
  const { t } = useTranslation("system");
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const [{ data, error }, refetch] = useQuery({
    query: requestCharts,
    variables: { timeZone },
    requestPolicy: "cache-and-network",
  });
  const charts = useMemo(() => chartsOf(data?.requestStatistics ?? [], t), [data, t]);
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data) return <Skeleton shape="form" label={t("charts.loading")} />;
  const days = charts.days;
  return (
    <section aria-labelledby="charts" className="charts">
      <h2 id="charts">{t("dashboard.charts")}</h2>
      <figure>
        <figcaption>{t("charts.requests")}</figcaption>
        <Chart days={days} series={charts.requests} label={t("charts.day")} format={formatNumber} />
      </figure>
      <figure>
        <figcaption>{t("charts.downloads")}</figcaption>
        <Chart days={days} series={charts.downloads} label={t("charts.day")} format={formatBytes} />
      </figure>
      <details>
        <summary>{t("charts.table")}</summary>
        <DayTable days={data.requestStatistics} />
      </details>
    </section>
  );
}

function chartsOf(days: Days, t: ReturnType<typeof useTranslation<"system">>["t"]) {
  const series = (label: "requested" | "completed" | "failed", colour: Series["colour"]): Series => ({
    label: t(`charts.${label}`),
    colour,
    values: days.map((day) => day[label]),
  });
  const bytes = days.map(({ downloadedBytes }) => downloadedBytes as number);
  return {
    days: days.map(({ day }) => day),
    requests: [series("requested", "--moving"), series("completed", "--shelf"), series("failed", "--failed")],
    downloads: [{ label: t("charts.bytes"), colour: "--moving", values: bytes } satisfies Series],
  };
}

function DayTable({ days }: { days: Days }) {
  const { t } = useTranslation("system");
  const written = new Intl.DateTimeFormat(locale(), { dateStyle: "medium" });
  return (
    <table>
      <thead>
        <tr>
          {(["day", "requested", "completed", "failed", "bytes"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`charts.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map(({ day, requested, completed, failed, downloadedBytes }) => (
          <tr key={day}>
            <th scope="row">{written.format(new Date(`${day}T12:00:00`))}</th>
            <td>{formatNumber(requested)}</td>
            <td>{formatNumber(completed)}</td>
            <td>{formatNumber(failed)}</td>
            <td>{formatBytes(downloadedBytes as number)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
