import { choiceWords } from "./setting-words.ts";

interface SeveralChoiceProps {
  name: string;
  label: string;
  hint: string;
  error: string | undefined;
  options: readonly string[];
  /** Those that are chosen, with commas between. */
  value: string;
  onChoose: (value: string) => void;
}

/** Any of a list of events, each at a touch. */
export function SeveralChoice({ name, label, hint, error, options, value, onChoose }: SeveralChoiceProps) {
  const chosen = value.split(",").map((part) => part.trim());
  const turn = (option: string, isOn: boolean) =>
    onChoose(options.filter((each) => (each === option ? isOn : chosen.includes(each))).join(", "));
  return (
    <fieldset className="several-choice">
      <legend>{label}</legend>
      <p className="hint">{hint}</p>
      {options.map((option) => (
        <label key={option}>
          <input
            type="checkbox"
            name={`${name}.${option}`}
            checked={chosen.includes(option)}
            onChange={({ target }) => turn(option, target.checked)}
          />
          <span>{choiceWords("event", option).label}</span>
        </label>
      ))}
      {error && (
        <p className="refusal" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
