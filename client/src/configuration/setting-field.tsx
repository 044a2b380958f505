import { graphql } from "../graphql/generated/index.ts";
import type { SettingField_ConfigurationEntryFragment } from "../graphql/generated/graphql.ts";
import { SelectField, TextField } from "../ui/field.tsx";

/** All that forms know of a setting; the page reads it once, since a form may also show settings that nobody has saved yet. */
export const settingField = graphql(`
  fragment SettingField_ConfigurationEntry on ConfigurationEntry {
    key
    label
    description
    value
    isSet
    encrypted
    defaultValue
    options
    forTypes
  }
`);

/** A setting, saved or not. */
export type Setting = SettingField_ConfigurationEntryFragment;

interface SettingFieldProps {
  setting: Setting;
  /** What was typed and not saved yet. */
  changed: string | undefined;
  error: string | undefined;
  onChange: (text: string) => void;
}

/** One setting. A secret can be replaced and never read: its field is empty even when it is set. */
export function SettingField({ setting, changed, error, onChange }: SettingFieldProps) {
  const { key, label, description, value, isSet, encrypted, defaultValue, options } = setting;
  const common = { name: key, label, hint: description, error };
  const shown = changed ?? value ?? "";
  if (options) {
    const choices = [
      { value: "", label: defaultValue ? `Default (${defaultValue})` : "Not chosen" },
      ...options.map((option) => ({ value: option, label: option })),
    ];
    return (
      <SelectField {...common} choices={choices} value={shown} onChange={(event) => onChange(event.target.value)} />
    );
  }
  const placeholder = encrypted ? (isSet ? "Set. Type to replace it." : "Not set") : (defaultValue ?? "");
  return (
    <TextField
      {...common}
      type={encrypted ? "password" : "text"}
      autoComplete={encrypted ? "new-password" : "off"}
      spellCheck={false}
      placeholder={placeholder}
      value={shown}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
