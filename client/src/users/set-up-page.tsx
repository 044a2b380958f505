import type { FormEvent } from "react";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { FrontDoor } from "./front-door.tsx";

const setUp = graphql(`
  mutation SetUp($input: SetUpInput!) {
    setUp(input: $input) {
      id
    }
  }
`);

/** Makes the first admin, once, with the token that the server has printed. */
export function SetUpPage({ onSignedIn }: { onSignedIn: () => void }) {
  const [{ fetching, error }, execute] = useMutation(setUp);
  const errors = fieldErrors(error);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const { data } = await execute({
      input: { token: text("token").trim(), username: text("username"), password: text("password") },
    });
    if (data) onSignedIn();
  };
  return (
    <FrontDoor title="A shelf of your own" about="Make the first account. It administers this server.">
      <form onSubmit={submit}>
        <TextField
          label="Set-up token"
          name="token"
          hint="The server printed it when it started."
          autoComplete="off"
          spellCheck={false}
          error={errors["token"]}
          autoFocus
          required
        />
        <TextField
          label="Name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={errors["username"]}
          required
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          error={errors["password"]}
          required
        />
        {error && Object.keys(errors).length === 0 && (
          <p className="refusal" role="alert">
            {errorMessage(error)}
          </p>
        )}
        <Button type="submit" kind="primary" busy={fetching && "Making the account…"}>
          Make the account
        </Button>
      </form>
    </FrontDoor>
  );
}
