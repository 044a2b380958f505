import { useId } from "react";
import { useTranslation } from "react-i18next";

interface SwitchFieldProps {
  name: string;
  label: string;
  hint: string;
  error: string | undefined;
  isOn: boolean;
  onTurn: (isOn: boolean) => void;
}

/** Yes or no, at a touch. */
export function SwitchField({ name, label, hint, error, isOn, onTurn }: SwitchFieldProps) {
  const { t } = useTranslation("configuration");
  const id = useId();
  return (
    <div className="field switch">
      <input
        id={id}
        name={name}
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onTurn(target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      <span className="state" aria-hidden="true">
        {t(isOn ? "field.yes" : "field.no")}
      </span>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {error && (
        <p className="refusal" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
