import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { FrontDoor } from "./front-door.tsx";
import { PlexButton } from "./plex-button.tsx";

const signIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      id
    }
  }
`);

interface SignInPageProps {
  /** People may sign in with Plex: that comes first then. */
  hasPlex: boolean;
  /** Why somebody is here who did not ask for it. */
  notice?: string | undefined;
  /** Why a sign-in through Plex came to nothing. */
  refusal?: string;
  /** The cookie is set: begin the visit anew. */
  onSignedIn: () => void;
}

/** Signs in through Plex, or to a local account. */
export function SignInPage({ hasPlex, notice, refusal, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation("users");
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
    <FrontDoor title={t("front.welcome")} about={t("front.welcomeAbout")}>
      {notice && (
        <p className="notice" role="status">
          {notice}
        </p>
      )}
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      {hasPlex && (
        <>
          <PlexButton label={t(refusal ? "front.tryAgain" : "front.withPlex")} />
          <p className="or">{t("front.orLocal")}</p>
        </>
      )}
      <form onSubmit={submit}>
        <TextField
          label={t("front.name")}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={!hasPlex}
          required
        />
        <TextField
          label={t("front.password")}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        {error && (
          <p className="refusal" role="alert">
            {errorMessage(error, { UNAUTHENTICATED: t("front.wrong") })}
          </p>
        )}
        <Button type="submit" kind={hasPlex ? "plain" : "primary"} busy={fetching && t("front.signingIn")}>
          {t("front.signIn")}
        </Button>
      </form>
    </FrontDoor>
  );
}
