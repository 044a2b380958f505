import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import type { Setting } from "./setting-field.tsx";
import { setConfiguration } from "./settings-form.tsx";

interface RemoveIndexerProps {
  title: string;
  settings: readonly Setting[];
  onRemoved: () => Promise<unknown>;
}

/** Takes an indexer out, and forgets all of its settings: its key is not to stay behind. */
export function RemoveIndexer({ title, settings, onRemoved }: RemoveIndexerProps) {
  const { t } = useTranslation("configuration");
  const [{ fetching, error }, save] = useMutation(setConfiguration);
  const remove = async () => {
    const { data } = await save({ input: settings.map(({ key }) => ({ key, value: null })) });
    if (data) await onRemoved();
  };
  return (
    <>
      <ConfirmButton
        label={t("indexers.remove")}
        question={t("indexers.removeAsk", { name: title })}
        confirm={t("indexers.removeYes")}
        decline={t("indexers.removeNo")}
        onConfirm={remove}
        busy={fetching && t("indexers.removing")}
      />
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </>
  );
}
