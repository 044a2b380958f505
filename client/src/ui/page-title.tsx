import { useEffect } from "react";

/** The heading of a page, and the name of its tab. */
export function PageTitle({ title, children }: { title: string; children?: React.ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ReadMeABook`;
  }, [title]);
  return (
    <header className="page-title">
      <h1>{title}</h1>
      {children}
    </header>
  );
}
