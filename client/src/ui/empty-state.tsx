import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { PageTitle } from "./page-title.tsx";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** It is all that there is at an address. */
  isPage?: boolean;
  children: ReactNode;
}

/** What stands where there is nothing yet: why, and what to do about it. */
export function EmptyState({ icon, title, isPage = false, children }: EmptyStateProps) {
  return (
    <section className="empty">
      <Icon name={icon} size={32} />
      {isPage ? <PageTitle title={title} /> : <h2>{title}</h2>}
      <div>{children}</div>
    </section>
  );
}
