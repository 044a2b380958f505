import { useEffect, useRef } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { locale } from "../i18n/language.ts";

/** One row of bars, or one line, over the days. */
export interface Series {
  readonly label: string;
  /** The name of a colour in styles.css. */
  readonly colour: `--${string}`;
  readonly values: readonly number[];
}

interface ChartProps {
  /** yyyy-mm-dd, oldest first. */
  readonly days: readonly string[];
  readonly series: readonly Series[];
  /** What the days are called. */
  readonly label: string;
  readonly format: (value: number) => string;
}

const height = 200;

/** A picture of what the table beside it says: screen readers pass it over. */
export function Chart({ days, series, label, format }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current!;
    let plot: UPlot | null = null;
    const draw = () => {
      plot?.destroy();
      plot = new UPlot(optionsOf(element, series, label, format), dataOf(days, series), element);
    };
    draw();
    const resizing = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height }));
    resizing.observe(element);
    // A canvas does not follow the theme by itself.
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      dark.removeEventListener("change", draw);
      themed.disconnect();
      resizing.disconnect();
      plot?.destroy();
    };
  }, [days, series, label, format]);
  return <div className="chart" ref={place} aria-hidden="true" />;
}

function dataOf(days: readonly string[], series: readonly Series[]): UPlot.AlignedData {
  return [days.map((day) => Date.parse(`${day}T12:00:00`) / 1000), ...series.map(({ values }) => [...values])];
}

function optionsOf(
  element: HTMLElement,
  series: readonly Series[],
  dayLabel: string,
  format: (value: number) => string,
): UPlot.Options {
  const colour = (name: string) => resolved(element, name);
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: colour("--ink-soft"), font, ticks: { show: false } };
  const dayOf = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short" });
  return {
    width: element.clientWidth,
    height,
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max) * 1.1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        values: (_plot, times) => times.map((time) => dayOf.format(time * 1000)),
        space: 72,
      },
      {
        ...axis,
        grid: { stroke: colour("--line"), width: 1 },
        size: 64,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, ...[6, 7, 8, 9, 10, 11, 12, 13].flatMap(ofPower)],
        values: (_plot, values) => values.map((value) => format(value)),
      },
    ],
    series: [
      { value: (_plot, time) => (time == null ? "–" : dayOf.format(time * 1000)), label: dayLabel },
      ...series.map(({ label, colour: name }, index) => ({
        label,
        stroke: colour(name),
        width: 2,
        points: { show: false },
        value: (_plot: UPlot, value: number | null) => (value == null ? "–" : format(value)),
        ...(index === 0 ? { fill: `color-mix(in srgb, ${colour(name)} 25%, transparent)`, paths: bars } : {}),
      })),
    ],
  };
}

const bars = UPlot.paths.bars!({ size: [0.7, 28], radius: 0.15 });
const ofPower = (power: number) => [1, 2, 5].map((first) => first * 10 ** power);

/** A canvas knows neither var() nor light-dark(). */
function resolved(element: HTMLElement, name: string): string {
  const probe = element.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
