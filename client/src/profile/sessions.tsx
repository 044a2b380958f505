import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { describeUserAgent } from "./user-agent.ts";

const fragment = graphql(`
  fragment Sessions_Session on Session {
    id
    userAgent
    address
    lastSeenAt
    isCurrent
  }
`);
const revokeSession = graphql(`
  mutation RevokeSession($input: RevokeSessionInput!) {
    revokeSession(input: $input)
  }
`);
const revokeOtherSessions = graphql(`
  mutation RevokeOtherSessions {
    revokeOtherSessions
  }
`);

/** The browsers that one is signed in with, and how to sign them out from here. */
export function Sessions({ sessions }: { sessions: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("profile");
  const [one, revoke] = useMutation(revokeSession);
  const [others, revokeOthers] = useMutation(revokeOtherSessions);
  const isBusy = one.fetching || others.fetching;
  const error = one.error ?? others.error;
  return (
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">{t("sessions.title")}</h2>
      <p className="about">{t("sessions.about")}</p>
      <ul className="credentials">
        {readFragment(fragment, sessions).map(({ id, userAgent, address, lastSeenAt, isCurrent }) => {
          const name = describeUserAgent(userAgent);
          return (
            <li key={id}>
              <div>
                <h3>{name}</h3>
                <p className="facts">
                  {address && <span>{t("sessions.from", { address })}</span>}
                  <span>
                    {t("sessions.lastUsed")} <RelativeTime time={lastSeenAt} />
                  </span>
                  {isCurrent && <strong>{t("sessions.current")}</strong>}
                </p>
              </div>
              {!isCurrent && (
                <Button
                  kind="quiet"
                  onClick={() => revoke({ input: { id } })}
                  disabled={isBusy}
                  aria-label={address ? t("sessions.signOutAt", { name, address }) : t("sessions.signOutOf", { name })}
                >
                  {t("sessions.signOut")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      {sessions.length > 1 && (
        <Button onClick={() => revokeOthers({})} disabled={isBusy} busy={others.fetching && t("sessions.signingOut")}>
          {t("sessions.signOutOthers")}
        </Button>
      )}
    </section>
  );
}
