import { useState, type FormEvent, type ReactNode } from "react";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { IntegrationKind } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SettingField, type Setting } from "./setting-field.tsx";
import { TestIntegration } from "./test-integration.tsx";

/** Changes settings, all of them or none. */
export const setConfiguration = graphql(`
  mutation SetConfiguration($input: [ConfigurationInput!]!) {
    setConfiguration(input: $input) {
      ...SettingField_ConfigurationEntry
    }
  }
`);

interface SettingsFormProps {
  settings: readonly Setting[];
  /** What its Test button tries; without it there is none. */
  kind?: IntegrationKind;
  /** Which one of that kind; null: the first. */
  name?: string | null;
  /** What stands in it from the beginning, by key, as if it had been typed. */
  typed?: Readonly<Record<string, string>>;
  /** Awaited before the form shows what is saved. */
  onSaved?: () => Promise<unknown>;
  /** More to do, beside Save and Test. */
  children?: ReactNode;
}

/** The settings of one thing. Only what was changed is sent, all of it or none. */
export function SettingsForm({ settings, kind, name = null, typed = {}, onSaved, children }: SettingsFormProps) {
  const [changes, setChanges] = useState(typed);
  const [{ fetching, error }, save] = useMutation(setConfiguration);
  const [isSaved, setSaved] = useState(false);
  const input = Object.entries(changes).map(([key, value]) => ({ key, value: value === "" ? null : value }));
  const errors = fieldErrors(error);
  // What matters only to another adapter than the chosen one is not shown, unless there is something to say of it.
  const type = settings.find(({ key }) => key.endsWith(".type"));
  const chosen = type && (changes[type.key] ?? type.value ?? "");
  const shown = settings.filter(
    ({ key, forTypes }) => errors[key] || !forTypes || (chosen !== undefined && forTypes.includes(chosen)),
  );

  const change = (key: string, text: string, before: string) => {
    const { [key]: _, ...others } = changes;
    setChanges(text === before ? others : { ...others, [key]: text });
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
          onChange={(text) => change(setting.key, text, setting.value ?? "")}
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
          busy={fetching && "Saving…"}
        >
          Save
        </Button>
        {kind && <TestIntegration kind={kind} name={name} settings={input} />}
        {children}
        <span role="status">{isSaved && "Saved. It is in effect."}</span>
      </div>
    </form>
  );
}
