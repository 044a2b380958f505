import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment NotificationRow_Notification on Notification {
    id
    title
    body
    path
    channel
    state
    attempts
    lastError
    createdAt
    sentAt
    user {
      id
      name
    }
  }
`);

const resendNotification = graphql(`
  mutation ResendNotification($id: ID!) {
    resendNotification(input: { id: $id }) {
      id
      state
    }
  }
`);

const tones = { PENDING: "waits", SENT: "shelf", FAILED: "failed" } as const;
const icons = { PENDING: "clock", SENT: "check", FAILED: "warning" } as const;

/** A message: what it says, where it went, and whether it got there. */
export function NotificationRow({ notification }: { notification: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("notifications");
  const { id, title, body, path, channel, state, attempts, lastError, createdAt, sentAt, user } = readFragment(
    fragment,
    notification,
  );
  const [{ fetching, error }, resend] = useMutation(resendNotification);
  // Of notifier.<name> the name; the first one has none.
  const name = channel.startsWith("browser.") ? t("browser") : (channel.split(".")[1] ?? t("firstChannel"));
  return (
    <li>
      <div className="of">
        <h2>{path ? <Link href={path}>{title}</Link> : title}</h2>
        <p className={`status ${tones[state]}`}>
          <Icon name={icons[state]} size={16} />
          <span className="word">{t(`states.${state}`)}</span>
        </p>
      </div>
      <p className="body">{body}</p>
      <p className="hint">
        <RelativeTime time={sentAt ?? createdAt} /> ·{" "}
        {user ? t("toPerson", { name, person: user.name }) : t("to", { name })}
        {attempts > 1 && ` · ${t("attempts", { count: attempts })}`}
      </p>
      {lastError && state !== "SENT" && <p className="refusal">{lastError}</p>}
      {state === "FAILED" && (
        <Button
          onClick={() => void resend({ id })}
          busy={fetching && t("sending")}
          aria-label={t("resendOf", { title })}
        >
          {t("resend")}
        </Button>
      )}
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </li>
  );
}
