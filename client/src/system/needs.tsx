import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Icon, type IconName } from "../ui/icon.tsx";

/** Something that a person has to do. */
export interface Need {
  readonly key: string;
  readonly tone: "waits" | "failed";
  readonly icon: IconName;
  readonly sentence: string;
  readonly more?: string | null | undefined;
  readonly href: string;
  readonly action: string;
}

/** What a person has to do, in this order; or that there is nothing. */
export function Needs({ needs }: { needs: readonly Need[] }) {
  const { t } = useTranslation("system");
  return (
    <section aria-labelledby="needs-you">
      <h2 id="needs-you">{t("dashboard.needsYou")}</h2>
      {needs.length === 0 && (
        <p className="status shelf">
          <Icon name="check" />
          <span className="word">{t("dashboard.nothing")}</span>
        </p>
      )}
      <ul className="needs">
        {needs.map(({ key, tone, icon, sentence, more, href, action }) => (
          <li key={key} className={tone}>
            <Icon name={icon} />
            <div>
              <p className="word">{sentence}</p>
              {more && <p className="hint">{more}</p>}
            </div>
            <Link href={href} className="button plain">
              {action}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
