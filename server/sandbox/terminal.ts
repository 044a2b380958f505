/**
 * How the demo shows what happens. On a terminal one bar a book is drawn anew in place, with the timeline above them; in a
 * pipe there are plain lines, one a change, without escape codes.
 */

/** A book on its way, as it is shown. */
export interface Progress {
  readonly title: string;
  /** A word: pending, searching, downloading, … */
  readonly status: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Where the demo speaks. */
export interface View {
  /** A line for good. */
  say(text: string): void;
  /** Something that happened to a book. */
  tell(title: string, message: string): void;
  /** How all books stand. */
  show(books: readonly Progress[]): void;
  /** Leaves the last state on the terminal. */
  close(): void;
}

/** What is written to: process.stdout, or what a test puts in its place. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ESCAPE = "\u001b[";
const HIDE_CURSOR = `${ESCAPE}?25l`;
const SHOW_CURSOR = `${ESCAPE}?25h`;
const colours = { failed: 31, completed: 32, pending: 33, searching: 33, downloading: 36, processing: 36 };
const dim = 2;

/** @param colour whether a terminal may be given colours (NO_COLOR asks for none). */
export function createView(output: Output, colour: boolean): View {
  const startedAt = performance.now();
  const elapsed = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s`;
  return output.isTTY ? terminalView(output, colour, elapsed) : plainView(output, elapsed);
}

function plainView(output: Output, elapsed: () => string): View {
  const shown = new Map<string, string>();
  return {
    say: (text) => void output.write(`${text}\n`),
    tell: (title, message) => void output.write(`${elapsed()}  ${title}: ${message}\n`),
    show(books) {
      for (const book of books) {
        const state = `${book.status} ${book.percent} %`;
        if (shown.get(book.title) === state) continue;
        shown.set(book.title, state);
        output.write(`${elapsed()}  ${[`${book.title}: ${state}`, ...describeSpeed(book)].join(", ")}\n`);
      }
    },
    close() {},
  };
}

function terminalView(output: Output, colour: boolean, elapsed: () => string): View {
  let books: readonly Progress[] = [];
  let drawn = 0;
  const paint = (text: string, code: number): string => (colour ? `${ESCAPE}${code}m${text}${ESCAPE}0m` : text);

  function write(lines: string): void {
    const up = drawn > 0 ? `${ESCAPE}${drawn}A\r${ESCAPE}J` : "";
    const bars = books.map((book) => `${drawBar(book, output.columns || 80, paint)}\n`);
    drawn = bars.length;
    output.write(`${drawn > 0 ? HIDE_CURSOR : ""}${up}${lines}${bars.join("")}`);
  }
  return {
    say: (text) => write(`${text}\n`),
    tell: (title, message) => write(`${paint(elapsed(), dim)}  ${title}: ${message}\n`),
    show(now) {
      books = now;
      write("");
    },
    close() {
      books = [];
      drawn = 0;
      output.write(SHOW_CURSOR);
    },
  };
}

/**
 * One line that never wraps: what does not fit a narrow terminal is left out, the bar first, then the speed.
 * @param paint adds a colour, or nothing; it adds no width.
 */
export function drawBar(book: Progress, columns: number, paint: (text: string, code: number) => string): string {
  const width = columns - 1;
  const titleWidth = Math.min(32, Math.max(8, Math.floor(width / 3)));
  const title = fit(book.title, titleWidth);
  const status = fit(book.status, Math.min(11, Math.max(0, width - titleWidth - 7)));
  const percent = `${book.percent} %`.padStart(5);
  const speed = describeSpeed(book).join(", ").padEnd(20);
  const paintedStatus = paint(status, colours[book.status as keyof typeof colours] ?? dim);

  let used = title.length + 1 + status.length + 1 + percent.length;
  const withSpeed = used + 2 + speed.length <= width;
  if (withSpeed) used += 2 + speed.length;
  const barWidth = Math.min(40, width - used - 1);
  const full = Math.round((barWidth * book.percent) / 100);
  const bar =
    barWidth < 8 ? "" : `${paint("█".repeat(full), colours.downloading)}${paint("░".repeat(barWidth - full), dim)} `;
  return `${title} ${paintedStatus} ${bar}${percent}${withSpeed ? `  ${speed}` : ""}`.trimEnd();
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…`.slice(0, width) : text.padEnd(width);
}

function describeSpeed({ bytesPerSecond, secondsLeft, status }: Progress): string[] {
  if (status !== "downloading") return [];
  return [
    ...(bytesPerSecond ? [`${Math.round(bytesPerSecond / 1000)} kB/s`] : []),
    ...(secondsLeft === null ? [] : [`${secondsLeft} s left`]),
  ];
}
