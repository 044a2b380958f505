import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { CombinedError, UseQueryExecute } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { Icon } from "../ui/icon.tsx";
import { Problem } from "../ui/problem.tsx";
import { Wordmark } from "../ui/wordmark.tsx";

/** As often as a lost connection is tried again. */
const againMs = 3_000;

/** What is shown when the client was opened, but the server was not there: it goes on by itself as soon as it is. */
export function OfflineStart({ error, refetch }: { error: CombinedError; refetch: UseQueryExecute }) {
  const { t } = useTranslation("layout");
  const tryAgain = () => refetch({ requestPolicy: "network-only" });
  useEffect(() => {
    const timer = setInterval(tryAgain, againMs);
    window.addEventListener("online", tryAgain);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", tryAgain);
    };
  });
  return (
    <>
      <div role="status" className="connection">
        <p>
          <Icon name="wifiOff" />
          {t("connectionLost")}
        </p>
      </div>
      <main id="main" className="offline">
        <Wordmark />
        <Problem message={errorMessage(error)} onRetry={tryAgain} />
      </main>
    </>
  );
}
