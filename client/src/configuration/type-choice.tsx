import { choiceWords } from "./setting-words.ts";

interface TypeChoiceProps {
  name: string;
  label: string;
  error: string | undefined;
  /** Of integration: indexer, download_client, … */
  kind: string;
  options: readonly string[];
  value: string;
  onChoose: (option: string) => void;
}

/** Which adapter, each with a sentence that says what it is. */
export function TypeChoice({ name, label, error, kind, options, value, onChoose }: TypeChoiceProps) {
  return (
    <fieldset className="type-choice">
      <legend>{label}</legend>
      {options.map((option) => {
        const words = choiceWords(kind, option);
        return (
          <label key={option}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onChoose(option)}
            />
            <span>
              <b>{words.label}</b>
              {words.about && <span className="hint">{words.about}</span>}
            </span>
          </label>
        );
      })}
      {error && (
        <p className="refusal" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
