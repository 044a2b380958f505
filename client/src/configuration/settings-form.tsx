import { useState, type FormEvent } from "react";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { IntegrationKind } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SettingField } from "./setting-field.tsx";
import { TestIntegration } from "./test-integration.tsx";

const fragment = graphql(`
  fragment SettingsForm_ConfigurationEntry on ConfigurationEntry {
    key
    value
    forTypes
    ...SettingField_ConfigurationEntry
  }
`);

const setConfiguration = graphql(`
  mutation SetConfiguration($input: [ConfigurationInput!]!) {
    setConfiguration(input: $input) {
      key
      category
      ...SettingsForm_ConfigurationEntry
    }
  }
`);

interface SettingsFormProps {
  entries: readonly FragmentType<typeof fragment>[];
  kind?: IntegrationKind;
}

/** The settings of one category. Only what was changed is sent, all of it or none. */
export function SettingsForm({ entries, kind }: SettingsFormProps) {
  const settings = readFragment(fragment, entries);
  const [changes, setChanges] = useState<Readonly<Record<string, string>>>({});
  const [{ fetching, error }, save] = useMutation(setConfiguration);
  const [isSaved, setSaved] = useState(false);
  const input = Object.entries(changes).map(([key, value]) => ({ key, value: value === "" ? null : value }));
  const errors = fieldErrors(error);
  // What matters only to another adapter than the chosen one is not shown.
  const type = settings.find(({ key }) => key.endsWith(".type"));
  const chosen = type && (changes[type.key] ?? type.value ?? "");
  const shown = settings.filter(({ forTypes }) => !forTypes || (chosen !== undefined && forTypes.includes(chosen)));

  const change = (key: string, text: string, before: string) => {
    const { [key]: _, ...others } = changes;
    setChanges(text === before ? others : { ...others, [key]: text });
    setSaved(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await save({ input });
    if (!data) return;
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
        {kind && <TestIntegration kind={kind} settings={input} />}
        <span role="status">{isSaved && "Saved. It is in effect."}</span>
      </div>
    </form>
  );
}
