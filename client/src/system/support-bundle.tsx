import { useTranslation } from "react-i18next";
import { useState } from "react";
import { useClient, type CombinedError } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";

const supportBundle = graphql(`
  query SupportBundle {
    supportBundle
  }
`);

/** A file for whoever helps, made when somebody asks for it. */
export function SupportBundle() {
  const { t } = useTranslation("system");
  const client = useClient();
  const [isMaking, setMaking] = useState(false);
  const [error, setError] = useState<CombinedError>();
  const download = async () => {
    setMaking(true);
    const answer = await client.query(supportBundle, {}, { requestPolicy: "network-only" }).toPromise();
    setMaking(false);
    setError(answer.error);
    if (!answer.data) return;
    const text = JSON.stringify(answer.data.supportBundle, null, 2);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `readmeabook-support-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <section aria-labelledby="support">
      <h2 id="support">{t("page.support")}</h2>
      <p className="about">{t("page.supportAbout")}</p>
      <Button onClick={() => void download()} busy={isMaking && t("page.makingSupport")}>
        {t("page.makeSupport")}
      </Button>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </section>
  );
}
