import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { ApiKeyScope } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { useViewer } from "../users/viewer.ts";
import { ShownOnce } from "./shown-once.tsx";

const createApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      key
      apiKey {
        id
        name
      }
    }
  }
`);

const dayMs = 24 * 60 * 60_000;

/** Makes a key, and shows it this once. */
export function NewApiKey() {
  const { t } = useTranslation("profile");
  const { role } = useViewer();
  const [{ fetching, error }, execute] = useMutation(createApiKey);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const errors = fieldErrors(error);
  const possible = (["READ", "REQUEST", "ADMIN"] as const).filter((scope) => scope !== "ADMIN" || role === "ADMIN");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const days = Number(form.get("days"));
    const { data } = await execute({
      input: {
        name: String(form.get("name") ?? ""),
        scopes: form.getAll("scopes") as ApiKeyScope[],
        expiresAt: days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : null,
      },
    });
    if (!data) return;
    setMade({ name: data.createApiKey.apiKey.name, secret: data.createApiKey.key });
    setOpen(false);
  };
  if (made)
    return (
      <ShownOnce
        label={t("newKey.made", { name: made.name })}
        sentence={t("newKey.once", { name: made.name })}
        secret={made.secret}
        field={t("newKey.secret")}
        onDone={() => setMade(null)}
      />
    );
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{t("newKey.open")}</Button>;
  const days = (count: number) => ({ value: String(count), label: t("newKey.days", { count }) });
  const lives = [
    days(30),
    days(90),
    { value: "365", label: t("newKey.year") },
    { value: "", label: t("newKey.forever") },
  ];
  return (
    <form className="settings-form new-key" onSubmit={submit} aria-label={t("newKey.label")}>
      <TextField
        label={t("newKey.name")}
        name="name"
        hint={t("newKey.nameHint")}
        error={errors["name"]}
        required
        maxLength={100}
        autoComplete="off"
        autoFocus
      />
      <fieldset>
        <legend>{t("newKey.scopes")}</legend>
        {possible.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name="scopes" value={scope} defaultChecked={scope !== "ADMIN"} />
            <span>
              {t(`scopes.${scope}`)}
              <span className="hint">{t(`scopes.${scope}_about`)}</span>
            </span>
          </label>
        ))}
        {errors["scopes"] && (
          <p className="refusal" role="alert">
            {errors["scopes"]}
          </p>
        )}
      </fieldset>
      <SelectField label={t("newKey.life")} name="days" choices={lives} error={errors["expiresAt"]} />
      {error && Object.keys(errors).length === 0 && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" kind="primary" busy={fetching && t("newKey.making")}>
          {t("newKey.make")}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t("newKey.cancel")}
        </Button>
      </div>
    </form>
  );
}
