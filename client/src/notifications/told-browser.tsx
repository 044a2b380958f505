import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { describeUserAgent } from "../profile/user-agent.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment ToldBrowser_PushSubscription on PushSubscription {
    id
    userAgent
    createdAt
    deliveredAt
    failingSince
  }
`);

interface ToldBrowserProps {
  browser: FragmentType<typeof fragment>;
  isThis: boolean;
  isBusy: boolean;
  onRemove: (id: string) => void;
}

/** A browser that is told what happens: which one, since when, and whether it gets there. */
export function ToldBrowser({ browser, isThis, isBusy, onRemove }: ToldBrowserProps) {
  const { t } = useTranslation("notifications");
  const { id, userAgent, createdAt, deliveredAt, failingSince } = readFragment(fragment, browser);
  const name = describeUserAgent(userAgent);
  return (
    <li>
      <div>
        <h3>{name}</h3>
        <p className="facts">
          <span>
            {t("browsers.since")} <RelativeTime time={createdAt} />
          </span>
          <span>
            {deliveredAt ? t("browsers.delivered") : t("browsers.neverDelivered")}{" "}
            {deliveredAt && <RelativeTime time={deliveredAt} />}
          </span>
          {isThis && <strong>{t("browsers.current")}</strong>}
        </p>
        {failingSince && (
          <p className="refusal">
            {t("browsers.failing")} <RelativeTime time={failingSince} />
          </p>
        )}
      </div>
      {!isThis && (
        <Button
          kind="quiet"
          disabled={isBusy}
          onClick={() => onRemove(id)}
          aria-label={t("browsers.removeOf", { name })}
        >
          {t("browsers.remove")}
        </Button>
      )}
    </li>
  );
}
