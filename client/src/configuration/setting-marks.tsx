import { useTranslation } from "react-i18next";
import { formatDuration } from "../ui/format.ts";
import type { Setting } from "./setting-field.tsx";

interface SettingMarksProps {
  setting: Setting;
  label: string;
  shown: string;
  isChanged: boolean;
  onReset: () => void;
}

/** What there is to say of a setting below its field: what a number comes to, that it is not saved, and the way back. */
export function SettingMarks({ setting, label, shown, isChanged, onReset }: SettingMarksProps) {
  const { t } = useTranslation("configuration");
  const { isSet, encrypted, defaultValue, unit } = setting;
  const isOther = encrypted ? isSet && !isChanged : shown !== "" && shown !== defaultValue;
  const back = defaultValue === null ? "clear" : "reset";
  // Days are said in words, and seconds are hard to read.
  const amount = unit === "seconds" ? formatDuration(Number(shown || defaultValue)) : unit === "days" ? null : unit;
  return (
    <p className="setting-marks">
      {amount && <span>{amount}</span>}
      {isChanged && <span className="changed">{t("field.changed")}</span>}
      {isOther && (
        <button type="button" aria-label={t(`field.${back}Of`, { label })} onClick={onReset}>
          {t(`field.${back}`)}
        </button>
      )}
    </p>
  );
}
