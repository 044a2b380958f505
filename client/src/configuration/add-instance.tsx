import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import type { SeveralKind } from "./instance-forms.tsx";
import { choiceWords } from "./setting-words.ts";

interface AddInstanceProps {
  kind: SeveralKind;
  /** Names that are taken. */
  taken: readonly string[];
  types: readonly string[];
  onAdd: (name: string, type: string) => void;
}

/** What to call another one, and what it is; its settings come next. */
export function AddInstance({ kind, taken, types, onAdd }: AddInstanceProps) {
  const { t } = useTranslation("configuration");
  const [refusal, setRefusal] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get("name") ?? "")
      .trim()
      .toLowerCase();
    if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(name)) return setRefusal(t(`several.${kind}.badName`));
    if (taken.includes(name)) return setRefusal(t(`several.${kind}.taken`));
    onAdd(name, String(form.get("type")));
  };
  return (
    <details className="add-instance">
      <summary>{t(`several.${kind}.add`)}</summary>
      <form className="settings-form" onSubmit={submit} autoComplete="off">
        <TextField
          label={t(`several.${kind}.name`)}
          name="name"
          hint={t(`several.${kind}.nameHint`)}
          error={refusal}
          required
          maxLength={30}
          spellCheck={false}
          autoCapitalize="none"
          onChange={() => setRefusal(undefined)}
        />
        <SelectField
          label={t(`several.${kind}.type`)}
          name="type"
          choices={types.map((type) => ({ value: type, label: choiceWords(kind, type).label }))}
        />
        <div className="form-actions">
          <Button type="submit">{t(`several.${kind}.continue`)}</Button>
        </div>
      </form>
    </details>
  );
}
