import { useState, type FormEvent } from "react";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";

interface AddIndexerProps {
  /** Names that are taken. */
  taken: readonly string[];
  types: readonly string[];
  onAdd: (name: string, type: string) => void;
}

/** What to call another indexer, and what it is; its settings come next. */
export function AddIndexer({ taken, types, onAdd }: AddIndexerProps) {
  const [refusal, setRefusal] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name") ?? "")
      .trim()
      .toLowerCase();
    if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(name))
      return setRefusal("Use letters, digits and dashes, at most 30, and begin with a letter or a digit.");
    if (taken.includes(name)) return setRefusal("There is an indexer of this name already.");
    onAdd(name, String(form.get("type")));
  };
  return (
    <details className="add-indexer">
      <summary>Add an indexer</summary>
      <form className="settings-form" onSubmit={submit} autoComplete="off">
        <TextField
          label="Name"
          name="name"
          hint="What you call it, such as my-tracker. It stands beside what it finds."
          error={refusal}
          required
          maxLength={30}
          spellCheck={false}
          autoCapitalize="none"
          onChange={() => setRefusal(undefined)}
        />
        <SelectField label="Type" name="type" choices={types.map((type) => ({ value: type, label: type }))} />
        <div className="form-actions">
          <Button type="submit">Continue</Button>
        </div>
      </form>
    </details>
  );
}
