import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { formatBytes, formatNumber } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment BackupRow_Backup on Backup {
    id
    name
    madeAt
    sizeBytes
    state
    reason
    cause
    rows
    program
  }
`);

const restoreBackup = graphql(`
  mutation RestoreBackup($id: ID!) {
    restoreBackup(input: { id: $id }) {
      id
    }
  }
`);

const deleteBackup = graphql(`
  mutation DeleteBackup($id: ID!) {
    deleteBackup(input: { id: $id }) {
      id
    }
  }
`);

const tones = { GOOD: "shelf", UNCHECKED: "waits", FAILED: "failed" } as const;
const icons = { GOOD: "check", UNCHECKED: "clock", FAILED: "warning" } as const;

/** A backup: of when, how good it is, and the way back to it. */
export function BackupRow({ backup }: { backup: FragmentType<typeof fragment> }) {
  const { t, i18n } = useTranslation("backup");
  const { id, name, madeAt, sizeBytes, state, reason, cause, rows, program } = readFragment(fragment, backup);
  const [restoring, restore] = useMutation(restoreBackup);
  const [deleting, remove] = useMutation(deleteBackup);
  const time = new Date(madeAt).toLocaleString(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  const error = restoring.error ?? deleting.error;
  const facts = [
    cause ? t(`causes.${cause}`) : t("brought"),
    formatBytes(Number(sizeBytes)),
    rows !== null && t("rows", { count: rows, replace: { count: formatNumber(rows) } }),
    program && t("program", { version: program }),
  ].filter(Boolean);
  return (
    <li aria-label={name}>
      <div className="of">
        <h2>{time}</h2>
        <p className={`status ${tones[state]}`}>
          <Icon name={icons[state]} size={16} />
          <span className="word">{t(`states.${state}`)}</span>
        </p>
      </div>
      <p className="hint">
        <RelativeTime time={madeAt} /> · {facts.join(" · ")}
      </p>
      {reason && <p className="reason">{reason}</p>}
      {restoring.data ? (
        <p role="status">{t("restored")}</p>
      ) : (
        <div className="actions">
          {state !== "FAILED" && (
            <ConfirmButton
              label={t("restore")}
              question={t("restoreQuestion", { time })}
              confirm={t("restoreConfirm")}
              decline={t("restoreDecline")}
              busy={restoring.fetching && t("restoring")}
              onConfirm={() => void restore({ id })}
            />
          )}
          <ConfirmButton
            label={t("delete")}
            question={t("deleteQuestion", { time })}
            confirm={t("deleteConfirm")}
            decline={t("deleteDecline")}
            busy={deleting.fetching && t("deleting")}
            onConfirm={() => void remove({ id })}
          />
        </div>
      )}
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </li>
  );
}
