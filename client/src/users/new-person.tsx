import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorCode, errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import type { UserRole } from "../graphql/generated/graphql.ts";
import { ShownOnce } from "../profile/shown-once.tsx";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { makePassword } from "./make-password.ts";

const createUser = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      id
      name
    }
  }
`);

/** Makes a local account, and shows its password this once. */
export function NewPerson() {
  const { t } = useTranslation("users");
  const [{ fetching, error }, create] = useMutation(createUser);
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const errors = fieldErrors(error);
  const nameError = errors["username"] ?? (error && errorCode(error) === "CONFLICT" ? t("create.taken") : undefined);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = makePassword();
    const { data } = await create({
      input: { username: String(form.get("username")), password, role: form.get("role") as UserRole },
    });
    if (!data) return;
    setMade({ name: data.createUser.name, password });
    setOpen(false);
  };
  if (made)
    return (
      <ShownOnce
        label={t("create.password", { name: made.name })}
        sentence={t("create.passwordOnce", { name: made.name })}
        secret={made.password}
        field={t("create.password", { name: made.name })}
        onDone={() => setMade(null)}
      />
    );
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{t("create.open")}</Button>;
  return (
    <form className="settings-form new-person" onSubmit={submit} aria-label={t("create.label")} autoComplete="off">
      <p>{t("create.about")}</p>
      <TextField
        label={t("create.name")}
        name="username"
        hint={t("create.nameHint")}
        error={nameError}
        required
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <SelectField
        label={t("create.role")}
        name="role"
        choices={[
          { value: "USER", label: t("create.user") },
          { value: "ADMIN", label: t("create.admin") },
        ]}
      />
      {error && !nameError && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" kind="primary" busy={fetching && t("create.making")}>
          {t("create.make")}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t("create.cancel")}
        </Button>
      </div>
    </form>
  );
}
