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
  const [one, revoke] = useMutation(revokeSession);
  const [others, revokeOthers] = useMutation(revokeOtherSessions);
  const isBusy = one.fetching || others.fetching;
  const error = one.error ?? others.error;
  return (
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">Where you are signed in</h2>
      <p className="about">A browser that you do not know? Sign it out, and change your password.</p>
      <ul className="credentials">
        {readFragment(fragment, sessions).map(({ id, userAgent, address, lastSeenAt, isCurrent }) => {
          const name = describeUserAgent(userAgent);
          return (
            <li key={id}>
              <div>
                <h3>{name}</h3>
                <p className="facts">
                  {address && <span>from {address}</span>}
                  <span>
                    last used <RelativeTime time={lastSeenAt} />
                  </span>
                  {isCurrent && <strong>this browser</strong>}
                </p>
              </div>
              {!isCurrent && (
                <Button
                  kind="quiet"
                  onClick={() => revoke({ input: { id } })}
                  disabled={isBusy}
                  aria-label={`Sign out ${name}${address ? ` at ${address}` : ""}`}
                >
                  Sign out
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
        <Button onClick={() => revokeOthers({})} disabled={isBusy} busy={others.fetching && "Signing out…"}>
          Sign out everywhere else
        </Button>
      )}
    </section>
  );
}
