import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { useViewer } from "../users/viewer.ts";
import { remedyOf } from "./blocker-remedies.ts";
import { Remedies } from "./remedies.tsx";

const fragment = graphql(`
  fragment WhyItWaits_Request on Request {
    id
    version
    blocker {
      kind
      message
      nextTryAt
    }
    ...Remedies_Request
  }
`);

/** What keeps a request waiting, in a sentence, with the buttons that help; nothing while it goes on. */
export function WhyItWaits({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const waiting = readFragment(fragment, request);
  const { role } = useViewer();
  const { blocker } = waiting;
  if (!blocker) return null;
  const isForAdmins = remedyOf(blocker.kind).settings !== undefined && role !== "ADMIN";
  return (
    <section className="why-it-waits waits" aria-labelledby="why-it-waits">
      <h2 id="why-it-waits">
        <Icon name="clock" /> {t("why")}
      </h2>
      <p>
        {t(`blocker.${blocker.kind}`)} {isForAdmins && t("remedy.tellAnAdmin")}
        {blocker.nextTryAt && (
          <>
            {" "}
            {t("nextTry")} <RelativeTime time={blocker.nextTryAt} ahead />.
          </>
        )}
      </p>
      <details>
        <summary>{t("serverSays")}</summary>
        <p lang="en">{blocker.message}</p>
      </details>
      <div className="request-actions">
        <Remedies request={waiting} />
      </div>
    </section>
  );
}
