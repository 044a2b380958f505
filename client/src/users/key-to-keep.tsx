import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { ShownOnce } from "../profile/shown-once.tsx";
import { Button } from "../ui/button.tsx";
import { FrontDoor } from "./front-door.tsx";

const fragment = graphql(`
  fragment KeyToKeep_KeysToKeep on KeysToKeep {
    keys
    file
  }
`);

/** Asks for the key of the stored secrets to be kept somewhere else: no backup holds it, and none is of use without it. */
export function KeyToKeep({ keys: given, onKept }: { keys: FragmentType<typeof fragment>; onKept: () => void }) {
  const { t } = useTranslation("users");
  const { keys, file } = readFragment(fragment, given);
  return (
    <FrontDoor title={t("keyToKeep.title")} about={t("keyToKeep.about")}>
      {keys && file ? (
        <>
          <p className="about key-file">{t("keyToKeep.file", { file })}</p>
          <ShownOnce
            label={t("keyToKeep.title")}
            sentence={t("keyToKeep.once")}
            secret={keys}
            field={t("keyToKeep.key")}
            onDone={onKept}
          />
        </>
      ) : (
        <>
          <p className="about">{t("keyToKeep.ofEnvironment")}</p>
          <Button kind="primary" autoFocus onClick={onKept}>
            {t("keyToKeep.goOn")}
          </Button>
        </>
      )}
    </FrontDoor>
  );
}
