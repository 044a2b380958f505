import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { BrowserNotifications } from "../notifications/browser-notifications.tsx";
import { NotificationChoices } from "../notifications/notification-choices.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Avatar } from "../users/avatar.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { ChangePassword } from "./change-password.tsx";
import { Look } from "./look.tsx";
import { Sessions } from "./sessions.tsx";

const profilePage = graphql(`
  query ProfilePage {
    viewer {
      id
      name
      role
      pictureUrl
      username
      plexId
      plexUsername
      plexEmail
      sessions {
        id
        ...Sessions_Session
      }
      apiKeys {
        id
        ...ApiKeys_ApiKey
      }
      ...BrowserNotifications_User
    }
    notificationChoices {
      id
      ...NotificationChoices_NotificationChoice
    }
    webPush {
      ...BrowserNotifications_WebPush
    }
  }
`);

/** Who one is here, and with what one is signed in. */
export function ProfilePage() {
  const { t } = useTranslation("profile");
  // Where and when something was used last is told by nobody: it is read anew with each visit.
  const [{ data, error }, refetch] = useQuery({ query: profilePage, requestPolicy: "cache-and-network" });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data?.viewer) return <Skeleton shape="form" count={2} label={t("loading")} />;
  const { name, role, pictureUrl, username, plexId, plexUsername, plexEmail, sessions, apiKeys } = data.viewer;
  const ways = [
    plexId !== null && (plexUsername ? t("plexAs", { name: plexUsername }) : t("plexYourself")),
    username && t("passwordAs", { name: username }),
  ];
  return (
    <div className="profile">
      <PageTitle title={t("title")} />
      <div className="person">
        <Avatar name={name} pictureUrl={pictureUrl} />
        <div>
          <h2>{name}</h2>
          {plexEmail && <p>{plexEmail}</p>}
          <p>{t("signInWith", { ways: ways.filter(Boolean).join(t("or")) })}</p>
          {role === "ADMIN" && <p>{t("isAdmin")}</p>}
        </div>
      </div>
      <Look />
      <NotificationChoices choices={data.notificationChoices} />
      <BrowserNotifications viewer={data.viewer} webPush={data.webPush} />
      <Sessions sessions={sessions} />
      <ApiKeys apiKeys={apiKeys} />
      {username && <ChangePassword username={username} />}
    </div>
  );
}
