import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "urql";
import { graphql } from "../graphql/generated/index.ts";

/** There is no connection that could say so: nobody is signed in, and the server is away. */
const againMs = 2_000;

/** What tells the front door that there are people now. */
const isRestored = graphql(`
  query IsRestored {
    setup {
      hasAdmin
      hasPlexSignIn
    }
  }
`);

/** Asks until the server is back with the people of the backup: the cache hears of it, and the sign-in comes in place of this. */
export function AwaitRestore() {
  const { t } = useTranslation("users");
  const [, ask] = useQuery({ query: isRestored, pause: true });
  useEffect(() => {
    const timer = setInterval(() => ask({ requestPolicy: "network-only" }), againMs);
    return () => clearInterval(timer);
  }, [ask]);
  return <p role="status">{t("bringBackup.awaited")}</p>;
}
