/** The few pictograms there are: strokes on a 24 px grid, in the colour of the text beside them. */
const paths = {
  archive: "M3.5 4.5h17v4h-17zM5 8.5V20h14V8.5M10 12.5h4",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21.2h4",
  chart: "M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  cross: "M6 6l12 12M18 6L6 18",
  download: "M12 4v11m-5-4.5l5 5 5-5M5 20h14",
  gear: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  gauge: "M4 18a9 9 0 1 1 16 0M12 14l4-5",
  key: "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12.5L20 4M17 7l3 3M14.5 9.3l2 2",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  more: "M4 7h16M4 12h16M4 17h16",
  people:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20a6.5 6.5 0 0 1 13 0M15.5 5.2a3.5 3.5 0 0 1 0 6.6M17.5 14a6.5 6.5 0 0 1 4 6",
  plex: "M8 3l6.5 9L8 21",
  record: "M6 3.5h9l4 4v13H6zM14.5 4v4H19M9 12h7M9 16h5",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5.2 12.2L21 21",
  server: "M4 4.5h16v6H4zM4 13.5h16v6H4zM7.5 7.5h.01M7.5 16.5h.01",
  shelf: "M5 4h4v13H5zM9 6h4v11H9zM14.2 6.6l3.6-1 3 11-3.6 1zM3 20.5h18",
  signOut: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  stack: "M12 3.5l8.5 4.5-8.5 4.5L3.5 8zM4 12.5l8 4 8-4M4 16.5l8 4 8-4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  warning: "M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1",
  wifiOff:
    "M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4M19 12.5a10 10 0 0 0-3-2M8.5 16a5 5 0 0 1 7 0M12 19.5v.1M2 9a15 15 0 0 1 4-2.6M22 9A15 15 0 0 0 10.5 5",
} as const;

/** Which picture. */
export type IconName = keyof typeof paths;

/** A picture beside a word that says the same: it is hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
