import { useId, type InputHTMLAttributes, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";

interface Labelled {
  label: string;
  hint?: string | undefined;
  /** Why what was given cannot be used. */
  error?: string | undefined;
}

type InputProps = Labelled & InputHTMLAttributes<HTMLInputElement>;
type AreaProps = Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>;
type SelectProps = Labelled &
  SelectHTMLAttributes<HTMLSelectElement> & { choices: readonly { value: string; label: string }[] };

/** A text field with its label, a hint, and the reason of a refusal. */
export function TextField({ label, hint, error, ...rest }: InputProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error }}>
      <input type="text" {...rest} id={id} {...described(id, hint, error)} />
    </Frame>
  );
}

/** A text field for several lines, with the same frame. */
export function AreaField({ label, hint, error, ...rest }: AreaProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error }}>
      <textarea rows={3} {...rest} id={id} {...described(id, hint, error)} />
    </Frame>
  );
}

/** A choice of a few, with the same frame. */
export function SelectField({ label, hint, error, choices, ...rest }: SelectProps) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error }}>
      <select {...rest} id={id} {...described(id, hint, error)}>
        {choices.map(({ value, label: name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Frame>
  );
}

function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: React.ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="refusal" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, hint?: string, error?: string) {
  const parts = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean);
  return { "aria-invalid": error !== undefined, ...(parts.length > 0 ? { "aria-describedby": parts.join(" ") } : {}) };
}
