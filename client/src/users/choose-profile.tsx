import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation, useQuery } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Avatar } from "./avatar.tsx";
import { FrontDoor } from "./front-door.tsx";
import { SignInPage } from "./sign-in-page.tsx";

const plexProfiles = graphql(`
  query PlexProfiles {
    plexProfiles {
      id
      name
      pictureUrl
      needsPin
    }
  }
`);
const choosePlexProfile = graphql(`
  mutation ChoosePlexProfile($input: ChoosePlexProfileInput!) {
    choosePlexProfile(input: $input) {
      id
    }
  }
`);

/** Who of a Plex Home it is; those with a PIN give it. The choice is open for a few minutes and tries. */
export function ChooseProfile({ hasPlex, onSignedIn }: { hasPlex: boolean; onSignedIn: () => void }) {
  const { t } = useTranslation("users");
  const [{ data, error }] = useQuery({ query: plexProfiles, requestPolicy: "network-only" });
  const [{ fetching, error: refusal }, choose] = useMutation(choosePlexProfile);
  const [chosen, setChosen] = useState<string | null>(null);
  if (error || data?.plexProfiles.length === 0)
    return <SignInPage {...{ hasPlex, onSignedIn }} refusal={error ? errorMessage(error) : t("front.tooLate")} />;
  const complete = async (profileId: string, pin: string | null) => {
    const answer = await choose({ input: { profileId, pin } });
    if (answer.data) onSignedIn();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void complete(chosen!, String(new FormData(event.currentTarget).get("pin")));
  };
  return (
    <FrontDoor title={t("front.whoIsIt")} about={t("front.whoIsItAbout")}>
      {refusal && (
        <p className="refusal" role="alert">
          {errorMessage(refusal)}
        </p>
      )}
      {data?.plexProfiles.map(({ id, name, pictureUrl, needsPin }) =>
        chosen === id ? (
          <form key={id} onSubmit={submit}>
            <TextField
              label={t("front.pinOf", { name })}
              name="pin"
              type="password"
              inputMode="numeric"
              pattern="[0-9]{4}"
              maxLength={4}
              autoComplete="off"
              autoFocus
              required
            />
            <Button type="submit" kind="primary" busy={fetching && t("front.signingIn")}>
              {t("front.signIn")}
            </Button>
          </form>
        ) : (
          <Button key={id} onClick={() => (needsPin ? setChosen(id) : void complete(id, null))}>
            <span className="profile-choice">
              <Avatar {...{ name, pictureUrl }} />
              {name}
            </span>
          </Button>
        ),
      )}
    </FrontDoor>
  );
}
