import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { ConfigurationInput, IntegrationKind } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SettingField, type Setting } from "./setting-field.tsx";
import { TestFolders } from "./test-folders.tsx";
import { TestIntegration } from "./test-integration.tsx";
import { useUnsaved } from "./use-unsaved.ts";

/** Changes settings, all of them or none. */
export const setConfiguration = graphql(`
  mutation SetConfiguration($input: [ConfigurationInput!]!) {
    setConfiguration(input: $input) {
      ...SettingField_ConfigurationEntry
    }
  }
`);

/** By key; null: back to the default, or removed. */
type Changes = Readonly<Record<string, string | null>>;

interface SettingsFormProps {
  settings: readonly Setting[];
  /** What its Test button tries; without it there is none. */
  kind?: IntegrationKind | "FOLDERS";
  /** Which one of that kind; null: the first. */
  name?: string | null;
  /** What stands in it from the beginning, by key, as if it had been typed. */
  typed?: Changes;
  /** Awaited before the form shows what is saved. */
  onSaved?: () => Promise<unknown>;
  /** More to do, beside Save and Test. */
  children?: ReactNode;
}

/** The settings of one thing. Only what was changed is sent, all of it or none. */
export function SettingsForm({ settings, kind, name = null, typed = {}, onSaved, children }: SettingsFormProps) {
  const { t } = useTranslation("configuration");
  const [changes, setChanges] = useState<Changes>(typed);
  const [{ fetching, error }, save] = useMutation(setConfiguration);
  const [isSaved, setSaved] = useState(false);
  const input: ConfigurationInput[] = Object.entries(changes).map(([key, value]) => ({ key, value }));
  const isTouched = JSON.stringify(changes) !== JSON.stringify(typed);
  useUnsaved(isTouched, t("form.leave"));
  const errors = fieldErrors(error);
  // What matters only to another adapter than the chosen one is not shown, unless there is something to say of it.
  const type = settings.find(({ key }) => key.endsWith(".type"));
  const chosen = type && ((changes[type.key] === undefined ? type.value : changes[type.key]) ?? "");
  const shown = settings.filter(
    ({ key, forTypes }) => errors[key] || !forTypes || (chosen !== undefined && forTypes.includes(chosen)),
  );
  const address = settings.find(({ key }) => key.endsWith(".url"));
  const typedAddress = address && changes[address.key];
  const isElsewhere = typedAddress !== undefined && originOf(typedAddress) !== originOf(address?.value ?? null);

  const change = (key: string, value: string | null | undefined) => {
    const { [key]: _, ...others } = changes;
    setChanges(value === undefined ? others : { ...others, [key]: value });
    setSaved(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await save({ input });
    if (!data) return;
    await onSaved?.();
    setChanges({});
    setSaved(true);
  };
  return (
    <form className="settings-form" onSubmit={submit} autoComplete="off">
      {shown.map((setting) => (
        <SettingField
          key={setting.key}
          setting={setting}
          changed={changes[setting.key]}
          error={errors[setting.key]}
          isAgain={isElsewhere && setting.encrypted && setting.isSet}
          onChange={(value) => change(setting.key, value)}
        />
      ))}
      {error && Object.keys(errors).length === 0 && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      <div className="form-actions">
        <Button
          type="submit"
          kind={input.length > 0 ? "primary" : "plain"}
          disabled={input.length === 0}
          busy={fetching && t("form.saving")}
        >
          {t("form.save")}
        </Button>
        {kind === "FOLDERS" && <TestFolders settings={input} />}
        {kind && kind !== "FOLDERS" && <TestIntegration kind={kind} name={name} settings={input} />}
        {isTouched && (
          <Button kind="quiet" onClick={() => setChanges(typed)}>
            {t("form.discard")}
          </Button>
        )}
        {children}
        <span role="status">{isSaved && t("form.saved")}</span>
      </div>
    </form>
  );
}

/** Scheme, host and port, as the server sees them: a secret is sent to no other. */
function originOf(address: string | null): string | null {
  const parsed = address === null ? null : URL.parse(address);
  // Of smtp:// there is no `origin`.
  return parsed ? `${parsed.protocol}//${parsed.host}` : address;
}
