import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { FrontDoor } from "./front-door.tsx";
import { keepWantedPage } from "./wanted-page.ts";

const setUp = graphql(`
  mutation SetUp($input: SetUpInput!) {
    setUp(input: $input) {
      id
    }
  }
`);
const beginPlexSetUp = graphql(`
  mutation BeginPlexSetUp($input: BeginPlexSetUpInput!) {
    beginPlexSetUp(input: $input) {
      url
    }
  }
`);

/** Makes the first admin, once, with the token that the server has printed: by a password, or the owner of a Plex server. */
export function SetUpPage({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation("users");
  const [local, makeAccount] = useMutation(setUp);
  const [plex, goToPlex] = useMutation(beginPlexSetUp);
  const [, go] = useLocation();
  const [isPlex, setPlex] = useState(false);
  const { fetching, error } = isPlex ? plex : local;
  const errors = fieldErrors(error);
  const isOfField = ["token", "username", "password"].some((name) => errors[name]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const token = text("token").trim();
    if (isPlex) {
      const { data } = await goToPlex({ input: { token, serverUrl: text("serverUrl").trim() } });
      if (!data) return;
      go("/set-up");
      keepWantedPage();
      location.assign(data.beginPlexSetUp.url);
    } else {
      const { data } = await makeAccount({ input: { token, username: text("username"), password: text("password") } });
      if (!data) return;
      go("/set-up");
      onSignedIn();
    }
  };
  return (
    <FrontDoor title={t("firstAdmin.title")} about={t("firstAdmin.about")}>
      <form onSubmit={submit}>
        <TextField
          label={t("firstAdmin.token")}
          name="token"
          hint={t("firstAdmin.tokenHint")}
          autoComplete="off"
          spellCheck={false}
          error={errors["token"]}
          autoFocus
          required
        />
        {isPlex ? (
          <TextField
            label={t("firstAdmin.serverUrl")}
            name="serverUrl"
            type="url"
            hint={t("firstAdmin.serverUrlHint")}
            placeholder="http://plex:32400"
            required
          />
        ) : (
          <>
            <TextField
              label={t("front.name")}
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              error={errors["username"]}
              required
            />
            <TextField
              label={t("front.password")}
              name="password"
              type="password"
              autoComplete="new-password"
              error={errors["password"]}
              required
            />
          </>
        )}
        {error && !isOfField && (
          <p className="refusal" role="alert">
            {errorMessage(error, { FORBIDDEN: t("firstAdmin.wrongToken") })}
          </p>
        )}
        <Button type="submit" kind="primary" busy={fetching && t(isPlex ? "front.goingToPlex" : "firstAdmin.making")}>
          {t(isPlex ? "firstAdmin.toPlex" : "firstAdmin.make")}
        </Button>
        <Button kind="quiet" onClick={() => setPlex(!isPlex)}>
          {t(isPlex ? "firstAdmin.usePassword" : "firstAdmin.usePlex")}
        </Button>
      </form>
    </FrontDoor>
  );
}
