import { useEffect, useRef, type ReactNode } from "react";

/** The first page of a visit begins where the browser has it begin. */
let isFirst = true;

/** The heading of a page, and the name of its tab. Whoever comes from another page goes on from here. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ReadMeABook`;
  }, [title]);
  useEffect(() => {
    const main = heading.current?.closest("main");
    // A field that took the focus by itself keeps it.
    const isTaken = document.activeElement !== main && main?.contains(document.activeElement);
    if (!isFirst && !isTaken && !location.hash) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return (
    <header className="page-title">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
