import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** What stands where there is nothing yet: why, and what to do about it. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) {
  return (
    <section className="empty">
      <Icon name={icon} size={32} />
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  );
}
