import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { QueryProblem } from "../graphql/query-problem.tsx";
import { PageTitle } from "../ui/page-title.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Avatar } from "../users/avatar.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { ChangePassword } from "./change-password.tsx";
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
    }
  }
`);

/** Who one is here, and with what one is signed in. */
export function ProfilePage() {
  // Where and when something was used last is told by nobody: it is read anew with each visit.
  const [{ data, error }, refetch] = useQuery({ query: profilePage, requestPolicy: "cache-and-network" });
  if (!data && error) return <QueryProblem error={error} refetch={refetch} />;
  if (!data?.viewer) return <Skeleton shape="form" count={2} label="Loading your profile" />;
  const { name, role, pictureUrl, username, plexId, plexUsername, plexEmail, sessions, apiKeys } = data.viewer;
  const ways = [plexId !== null && `Plex, as ${plexUsername ?? "yourself"}`, username && `a password, as ${username}`];
  return (
    <div className="profile">
      <PageTitle title="Your profile" />
      <div className="person">
        <Avatar name={name} pictureUrl={pictureUrl} />
        <div>
          <h2>{name}</h2>
          {plexEmail && <p>{plexEmail}</p>}
          <p>You sign in with {ways.filter(Boolean).join(" or ")}.</p>
          {role === "ADMIN" && <p>You are an admin of this server.</p>}
        </div>
      </div>
      <Sessions sessions={sessions} />
      <ApiKeys apiKeys={apiKeys} />
      {username && <ChangePassword username={username} />}
    </div>
  );
}
