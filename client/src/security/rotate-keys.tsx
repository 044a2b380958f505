import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";

const rotateKeys = graphql(`
  mutation RotateKeys {
    rotateEncryptionKey {
      id
      type
      createdAt
      ...Rotation_Job
    }
  }
`);

/** Makes a new key, after it has said what to back up. */
export function RotateKeys() {
  const { t } = useTranslation("security");
  const [{ error, fetching }, rotate] = useMutation(rotateKeys);
  return (
    <section className="rotate">
      <ConfirmButton
        label={t("rotate")}
        question={t("rotateQuestion")}
        confirm={t("rotateConfirm")}
        decline={t("rotateDecline")}
        busy={fetching && t("rotating")}
        onConfirm={() => void rotate({})}
      />
      <p className="hint">{t("rotateHint")}</p>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </section>
  );
}
