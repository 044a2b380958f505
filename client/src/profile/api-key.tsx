import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { scopeWords } from "./scope-words.ts";

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
          <span>{scopes.map((scope) => scopeWords[scope].label).join(", ")}</span>
        </p>
        <p className="facts">
          {lastUsedAt ? (
            <span>
              last used <RelativeTime time={lastUsedAt} />
              {lastUsedAddress && ` from ${lastUsedAddress}`}
            </span>
          ) : (
            <span>never used</span>
          )}
          {revokedAt && (
            <span>
              revoked <RelativeTime time={revokedAt} />
            </span>
          )}
          {!revokedAt && !expiresAt && <span>works until it is revoked</span>}
          {!revokedAt && expiresAt && (
            <span>
              {isOver ? "ended" : "ends"} <RelativeTime time={expiresAt} ahead={!isOver} />
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
          label="Revoke"
          question={`Revoke ${name}? Whatever uses it stops working at once.`}
          confirm="Revoke it"
          onConfirm={() => revoke({ input: { id } })}
          busy={fetching && "Revoking…"}
        />
      )}
    </li>
  );
}
