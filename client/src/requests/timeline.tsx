import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment Timeline_Request on Request {
    id
    version
    events {
      id
      type
      message
      createdAt
    }
  }
`);

/** A request that waits for weeks has hundreds. */
const mostShown = 12;

/** What has happened, oldest first; it grows while it is looked at. What is long past is shown when it is asked for. */
export function Timeline({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const { events } = readFragment(fragment, request);
  const [areAllWanted, setAllWanted] = useState(false);
  const earlier = areAllWanted ? 0 : Math.max(0, events.length - mostShown);
  return (
    <section className="timeline" aria-labelledby="timeline">
      <h2 id="timeline">{t("timeline")}</h2>
      {earlier > 0 && (
        <Button kind="quiet" onClick={() => setAllWanted(true)}>
          {t("earlier", { count: earlier })}
        </Button>
      )}
      <ol>
        {events.slice(earlier).map(({ id, type, message, createdAt }) => (
          <li key={id} className={type.toLowerCase()}>
            <p lang="en">{message}</p>
            <RelativeTime time={createdAt} />
          </li>
        ))}
      </ol>
    </section>
  );
}
