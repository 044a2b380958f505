import type { FormEvent } from "react";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { FrontDoor } from "./front-door.tsx";

const signIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      id
    }
  }
`);

/** Signs in to a local account. @param onSignedIn the cookie is set: begin the visit anew. */
export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const [{ fetching, error }, execute] = useMutation(signIn);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { data } = await execute({
      input: { username: String(form.get("username")), password: String(form.get("password")) },
    });
    if (data) onSignedIn();
  };
  return (
    <FrontDoor title="Welcome back" about="Sign in to ask for books and to see where yours are.">
      <form onSubmit={submit}>
        <TextField
          label="Name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
        />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
        {error && (
          <p className="refusal" role="alert">
            {errorMessage(error)}
          </p>
        )}
        <Button type="submit" kind="primary" busy={fetching && "Signing in…"}>
          Sign in
        </Button>
      </form>
    </FrontDoor>
  );
}
