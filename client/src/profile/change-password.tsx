import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";

const changePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      id
    }
  }
`);

/** For a local account. It asks twice: nobody can see what was typed. */
export function ChangePassword({ username }: { username: string }) {
  const { t } = useTranslation("profile");
  const [{ fetching, error }, execute] = useMutation(changePassword);
  const [outcome, setOutcome] = useState<"changed" | "different" | null>(null);
  const errors = fieldErrors(error);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const text = (name: string) => String(typed.get(name) ?? "");
    if (text("new") !== text("again")) return setOutcome("different");
    setOutcome(null);
    const { data } = await execute({ input: { current: text("current"), new: text("new") } });
    if (!data) return;
    form.reset();
    setOutcome("changed");
  };
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{t("password.title")}</h2>
      <p className="about">{t("password.about")}</p>
      <form className="settings-form" onSubmit={submit}>
        {/* For password managers: whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextField
          label={t("password.present")}
          name="current"
          type="password"
          autoComplete="current-password"
          error={errors["current"]}
          required
        />
        <TextField
          label={t("password.new")}
          name="new"
          type="password"
          autoComplete="new-password"
          hint={t("password.hint")}
          error={errors["new"]}
          required
        />
        <TextField
          label={t("password.again")}
          name="again"
          type="password"
          autoComplete="new-password"
          error={outcome === "different" ? t("password.different") : undefined}
          required
        />
        {error && Object.keys(errors).length === 0 && (
          <p className="refusal" role="alert">
            {errorMessage(error)}
          </p>
        )}
        <div className="form-actions">
          <Button type="submit" busy={fetching && t("password.changing")}>
            {t("password.change")}
          </Button>
          <span role="status">{outcome === "changed" && t("password.changed")}</span>
        </div>
      </form>
    </section>
  );
}
