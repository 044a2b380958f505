import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment ApiKey_ApiKey on ApiKey {
    id
    name
    prefix
    scopes
    expiresAt
    revokedAt
    lastUsedAt
    lastUsedAddress
  }
`);
const revokeApiKey = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      id
      revokedAt
    }
  }
`);

/** One key: what it may do, how long, and where it was used last. */
export function ApiKey({ apiKey }: { apiKey: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("profile");
  const key = readFragment(fragment, apiKey);
  const { id, name, prefix, scopes, expiresAt, revokedAt, lastUsedAt, lastUsedAddress } = key;
  const [{ fetching, error }, revoke] = useMutation(revokeApiKey);
  const isOver = expiresAt !== null && new Date(expiresAt) <= new Date();
  return (
    <li>
      <div>
        <h3>{name}</h3>
        <p className="facts">
          <code>rmab_{prefix}_…</code>
          <span>{scopes.map((scope) => t(`scopes.${scope}`)).join(", ")}</span>
        </p>
        <p className="facts">
          {lastUsedAt ? (
            <span>
              {t("keys.lastUsed")} <RelativeTime time={lastUsedAt} />
              {lastUsedAddress && ` ${t("keys.from", { address: lastUsedAddress })}`}
            </span>
          ) : (
            <span>{t("keys.neverUsed")}</span>
          )}
          {revokedAt && (
            <span>
              {t("keys.revoked")} <RelativeTime time={revokedAt} />
            </span>
          )}
          {!revokedAt && !expiresAt && <span>{t("keys.untilRevoked")}</span>}
          {!revokedAt && expiresAt && (
            <span>
              {t(isOver ? "keys.hasEnded" : "keys.ends")} <RelativeTime time={expiresAt} ahead={!isOver} />
            </span>
          )}
        </p>
        {error && (
          <p className="refusal" role="alert">
            {errorMessage(error)}
          </p>
        )}
      </div>
      {!revokedAt && !isOver && (
        <ConfirmButton
          label={t("keys.revoke")}
          question={t("keys.revokeAsk", { name })}
          confirm={t("keys.revokeYes")}
          decline={t("keys.revokeNo")}
          onConfirm={() => revoke({ input: { id } })}
          busy={fetching && t("keys.revoking")}
        />
      )}
    </li>
  );
}
