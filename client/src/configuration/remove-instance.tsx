import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import type { SeveralKind } from "./instance-forms.tsx";
import type { Setting } from "./setting-field.tsx";
import { setConfiguration } from "./settings-form.tsx";

interface RemoveInstanceProps {
  kind: SeveralKind;
  title: string;
  settings: readonly Setting[];
  onRemoved: () => Promise<unknown>;
}

/** Takes one out, and forgets all of its settings: its key is not to stay behind. */
export function RemoveInstance({ kind, title, settings, onRemoved }: RemoveInstanceProps) {
  const { t } = useTranslation("configuration");
  const [{ fetching, error }, save] = useMutation(setConfiguration);
  const remove = async () => {
    const { data } = await save({ input: settings.map(({ key }) => ({ key, value: null })) });
    if (data) await onRemoved();
  };
  return (
    <>
      <ConfirmButton
        label={t(`several.${kind}.remove`)}
        question={t(`several.${kind}.removeAsk`, { name: title })}
        confirm={t(`several.${kind}.removeYes`)}
        decline={t(`several.${kind}.removeNo`)}
        onConfirm={remove}
        busy={fetching && t(`several.${kind}.removing`)}
      />
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </>
  );
}
