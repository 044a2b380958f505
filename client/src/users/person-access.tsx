import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { updateUser } from "./person-limits.tsx";
import { useViewer } from "./viewer.ts";

const fragment = graphql(`
  fragment PersonAccess_User on User {
    id
    name
    role
    deactivatedAt
  }
`);
const deactivateUser = graphql(`
  mutation DeactivateUser($input: DeactivateUserInput!) {
    deactivateUser(input: $input) {
      id
      deactivatedAt
    }
  }
`);
const reactivateUser = graphql(`
  mutation ReactivateUser($input: ReactivateUserInput!) {
    reactivateUser(input: $input) {
      id
      deactivatedAt
    }
  }
`);

/** The role, and whether this person may come in: each is asked for once more, for it signs them out. */
export function PersonAccess({ person }: { person: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("users");
  const viewer = useViewer();
  const { id, name, role, deactivatedAt } = readFragment(fragment, person);
  const [changed, change] = useMutation(updateUser);
  const [deactivated, deactivate] = useMutation(deactivateUser);
  const [reactivated, reactivate] = useMutation(reactivateUser);
  const error = changed.error ?? deactivated.error ?? reactivated.error;
  if (id === viewer.id) return <p className="hint">{t("access.own")}</p>;
  const turn = role === "ADMIN" ? "demote" : "promote";
  return (
    <div className="access">
      {deactivatedAt ? (
        <>
          <p>
            {t("access.since")} <RelativeTime time={deactivatedAt} />
          </p>
          <Button onClick={() => reactivate({ input: { id } })} busy={reactivated.fetching && t("access.reactivating")}>
            {t("access.reactivate")}
          </Button>
        </>
      ) : (
        <>
          <ConfirmButton
            label={t(`role.${turn}`)}
            question={t(`role.${turn}Ask`, { name })}
            confirm={t(`role.${turn}Yes`)}
            decline={t("role.no")}
            onConfirm={() => change({ input: { id, role: turn === "promote" ? "ADMIN" : "USER" } })}
            busy={changed.fetching && t("role.changing")}
          />
          <ConfirmButton
            label={t("access.deactivate")}
            question={t("access.deactivateAsk", { name })}
            confirm={t("access.deactivateYes")}
            decline={t("role.no")}
            onConfirm={() => deactivate({ input: { id } })}
            busy={deactivated.fetching && t("access.deactivating")}
          />
        </>
      )}
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
