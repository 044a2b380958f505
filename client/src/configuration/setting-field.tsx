import { useTranslation } from "react-i18next";
import { graphql } from "../graphql/generated/index.ts";
import type { SettingField_ConfigurationEntryFragment } from "../graphql/generated/graphql.ts";
import { SelectField, TextField } from "../ui/field.tsx";
import { SettingMarks } from "./setting-marks.tsx";
import { SeveralChoice } from "./several-choice.tsx";
import { settingWords } from "./setting-words.ts";
import { SwitchField } from "./switch-field.tsx";
import { TypeChoice } from "./type-choice.tsx";

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
    isList
    forTypes
    least
    most
    unit
  }
`);

/** A setting, saved or not. */
export type Setting = SettingField_ConfigurationEntryFragment;

interface SettingFieldProps {
  setting: Setting;
  /** What was entered and not saved yet; null: back to the default, or removed. */
  changed: string | null | undefined;
  error: string | undefined;
  /** A secret that has to be given anew, because its address changes. */
  isAgain: boolean;
  onChange: (value: string | null | undefined) => void;
}

/** One setting, by the control that suits it. A secret can be replaced and never read: its field is empty even when it is set. */
export function SettingField({ setting, changed, error, isAgain, onChange }: SettingFieldProps) {
  const { t } = useTranslation("configuration");
  const { key, value, isSet, encrypted, defaultValue, options, isList, least, most } = setting;
  const { label, description } = settingWords(setting);
  const shown = (changed === undefined ? value : changed) ?? "";
  const type = (text: string) => {
    if (text === (value ?? "")) onChange(undefined);
    else onChange(text === "" && !encrypted ? null : text || undefined);
  };
  const again = isAgain && changed === undefined ? t("field.secretAgain") : undefined;
  const common = { name: key, label, hint: description, error: error ?? again };
  const kind = key.split(".")[0]!;
  const control = () => {
    if (options && key.endsWith(".type"))
      return <TypeChoice {...common} kind={kind} options={options} value={shown} onChoose={type} />;
    if (options?.join() === "true,false")
      return (
        <SwitchField
          {...common}
          isOn={(shown || defaultValue) === "true"}
          onTurn={(isOn) => onChange(String(isOn) === (value ?? defaultValue) ? undefined : String(isOn))}
        />
      );
    if (options && isList)
      return (
        <SeveralChoice
          {...common}
          options={options}
          value={shown || (defaultValue ?? "")}
          onChoose={(text) => onChange(text === (value ?? defaultValue) ? undefined : text)}
        />
      );
    if (options) {
      const first = {
        value: "",
        label: defaultValue ? t("field.default", { value: defaultValue }) : t("field.notChosen"),
      };
      const choices = [first, ...options.map((option) => ({ value: option, label: option }))];
      return <SelectField {...common} choices={choices} value={shown} onChange={({ target }) => type(target.value)} />;
    }
    const secretHint =
      changed === null ? t("field.secretRemoved") : t(isSet ? "field.secretSet" : "field.secretNotSet");
    const isNumber = least !== null;
    return (
      <TextField
        {...common}
        type={encrypted ? "password" : isNumber ? "number" : "text"}
        {...(isNumber ? { min: least, max: most ?? undefined, step: 1 } : {})}
        autoComplete={encrypted ? "new-password" : "off"}
        spellCheck={false}
        placeholder={encrypted ? secretHint : (defaultValue ?? "")}
        value={shown}
        onChange={({ target }) => type(target.value)}
      />
    );
  };
  return (
    <div className={changed === undefined ? "setting" : "setting is-changed"}>
      {control()}
      <SettingMarks
        setting={setting}
        label={label}
        shown={shown}
        isChanged={changed !== undefined}
        onReset={() => onChange(isSet && value !== defaultValue ? null : undefined)}
      />
    </div>
  );
}
