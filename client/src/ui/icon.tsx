/** The few pictograms there are: strokes on a 24 px grid, in the colour of the text beside them. */
const paths = {
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  cross: "M6 6l12 12M18 6L6 18",
  download: "M12 4v11m-5-4.5l5 5 5-5M5 20h14",
  gear: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5M9 14.5v5",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  people:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20a6.5 6.5 0 0 1 13 0M15.5 5.2a3.5 3.5 0 0 1 0 6.6M17.5 14a6.5 6.5 0 0 1 4 6",
  plex: "M8 3l6.5 9L8 21",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5.2 12.2L21 21",
  shelf: "M5 4h4v13H5zM9 6h4v11H9zM14.2 6.6l3.6-1 3 11-3.6 1zM3 20.5h18",
  signOut: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
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
