import { useState, type FormEvent } from "react";
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
      <h2 id="password-title">Password</h2>
      <p className="about">A new one signs all your other browsers out. Your API keys go on working.</p>
      <form className="settings-form" onSubmit={submit}>
        {/* For password managers: whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextField
          label="Present password"
          name="current"
          type="password"
          autoComplete="current-password"
          error={errors["current"]}
          required
        />
        <TextField
          label="New password"
          name="new"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters."
          error={errors["new"]}
          required
        />
        <TextField
          label="New password, again"
          name="again"
          type="password"
          autoComplete="new-password"
          error={outcome === "different" ? "That is not the same as above." : undefined}
          required
        />
        {error && Object.keys(errors).length === 0 && (
          <p className="refusal" role="alert">
            {errorMessage(error)}
          </p>
        )}
        <div className="form-actions">
          <Button type="submit" busy={fetching && "Changing…"}>
            Change the password
          </Button>
          <span role="status">{outcome === "changed" && "Your password is changed."}</span>
        </div>
      </form>
    </section>
  );
}
