import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { useSearchParams } from "wouter";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { ChooseProfile } from "./choose-profile.tsx";
import { FrontDoor } from "./front-door.tsx";
import { SignInPage } from "./sign-in-page.tsx";

const completePlexSignIn = graphql(`
  mutation CompletePlexSignIn($input: CompletePlexSignInInput!) {
    completePlexSignIn(input: $input) {
      id
    }
  }
`);

/** The way back from plex.tv. Its state is good for once: whatever is refused begins anew. */
export function PlexReturn({ hasPlex, onSignedIn }: { hasPlex: boolean; onSignedIn: () => void }) {
  const { t } = useTranslation("users");
  const [params] = useSearchParams();
  const [{ data, error }, complete] = useMutation(completePlexSignIn);
  const isUsed = useRef(false);
  useEffect(() => {
    if (isUsed.current) return;
    isUsed.current = true;
    void complete({ input: { state: params.get("state") ?? "" } }).then(
      ({ data }) => data?.completePlexSignIn && onSignedIn(),
    );
  });
  if (error) return <SignInPage hasPlex={hasPlex} refusal={errorMessage(error)} onSignedIn={onSignedIn} />;
  if (data && !data.completePlexSignIn) return <ChooseProfile {...{ hasPlex, onSignedIn }} />;
  return (
    <FrontDoor title={t("front.backFromPlex")} about={t("front.backFromPlexAbout")}>
      <div role="status" aria-label={t("front.backFromPlexLabel")} className="skeleton line" />
    </FrontDoor>
  );
}
