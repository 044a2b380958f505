import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { FrontDoor } from "./front-door.tsx";
import { KeyToKeep } from "./key-to-keep.tsx";
import { RestoreAtSetUp } from "./restore-at-set-up.tsx";
import { keepWantedPage } from "./wanted-page.ts";

const setUp = graphql(`
  mutation SetUp($input: SetUpInput!) {
    setUp(input: $input) {
      id
    }
  }
`);
const showEncryptionKeys = graphql(`
  mutation ShowEncryptionKeys($input: ShowEncryptionKeysInput!) {
    showEncryptionKeys(input: $input) {
      ...KeyToKeep_KeysToKeep
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
  const [shown, showKeys] = useMutation(showEncryptionKeys);
  const [, go] = useLocation();
  const [way, setWay] = useState<"password" | "plex" | "backup">("password");
  /** What is left to do once the key is kept. */
  const [next, setNext] = useState<(() => void) | null>(null);
  const isPlex = way === "plex";
  const made = isPlex ? plex : local;
  const fetching = made.fetching || shown.fetching;
  const error = shown.error ?? made.error;
  const errors = fieldErrors(error);
  const isOfField = ["token", "username", "password"].some((name) => errors[name]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const token = text("token").trim();
    // Once there is an admin nobody is shown them any more.
    if (!shown.data && !(await showKeys({ input: { token } })).data) return;
    if (isPlex) {
      const { data } = await goToPlex({ input: { token, serverUrl: text("serverUrl").trim() } });
      if (!data) return;
      setNext(() => () => {
        go("/set-up");
        keepWantedPage();
        location.assign(data.beginPlexSetUp.url);
      });
    } else {
      const { data } = await makeAccount({ input: { token, username: text("username"), password: text("password") } });
      if (!data) return;
      setNext(() => () => {
        go("/set-up");
        onSignedIn();
      });
    }
  };
  if (way === "backup") return <RestoreAtSetUp onBack={() => setWay("password")} />;
  if (next && shown.data) return <KeyToKeep keys={shown.data.showEncryptionKeys} onKept={next} />;
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
        <Button kind="quiet" onClick={() => setWay(isPlex ? "password" : "plex")}>
          {t(isPlex ? "firstAdmin.usePassword" : "firstAdmin.usePlex")}
        </Button>
        <Button kind="quiet" onClick={() => setWay("backup")}>
          {t("firstAdmin.useBackup")}
        </Button>
      </form>
    </FrontDoor>
  );
}
