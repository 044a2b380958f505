import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { AreaField, TextField } from "../ui/field.tsx";
import { AwaitRestore } from "./await-restore.tsx";
import { FrontDoor } from "./front-door.tsx";
import { UploadRefusedError, uploadBackup } from "./upload-backup.ts";

const restoreAtSetUp = graphql(`
  mutation RestoreAtSetUp($input: RestoreAtSetUpInput!) {
    restoreAtSetUp(input: $input)
  }
`);

/** Begins with the backup of another server: its file, and the keys that are never in it. */
export function RestoreAtSetUp({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation("users");
  const [{ fetching, error, data }, restore] = useMutation(restoreAtSetUp);
  const [isUploading, setUploading] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  /** What is there already is not sent again: of a big file that takes a while. */
  const [sent, setSent] = useState<{ file: File; name: string } | null>(null);
  const errors = fieldErrors(error);
  const said = { FORBIDDEN: t("firstAdmin.wrongToken") };

  const upload = async (token: string, file: File) => {
    if (sent?.file.name === file.name && sent.file.lastModified === file.lastModified) return sent.name;
    setUploading(true);
    try {
      const name = await uploadBackup(token, file);
      setSent({ file, name });
      return name;
    } catch (error) {
      const { code, message } = error as UploadRefusedError;
      setRefusal((code === "FORBIDDEN" && said.FORBIDDEN) || message || t("bringBackup.notSent"));
      return null;
    } finally {
      setUploading(false);
    }
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? "").trim();
    const [token, file] = [text("token"), form.get("file") as File];
    setRefusal(null);
    if (file.size === 0 && !text("name")) return setRefusal(t("bringBackup.which"));
    const backup = file.size > 0 ? await upload(token, file) : text("name");
    if (backup) await restore({ input: { token, backup, keys: text("keys") || null } });
  };

  if (data)
    return (
      <FrontDoor title={t("bringBackup.title")} about={t("bringBackup.underWay")}>
        <AwaitRestore />
      </FrontDoor>
    );
  return (
    <FrontDoor title={t("bringBackup.title")} about={t("bringBackup.about")}>
      <form onSubmit={submit}>
        <TextField
          label={t("firstAdmin.token")}
          name="token"
          hint={t("firstAdmin.tokenHint")}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          required
        />
        <TextField
          label={t("bringBackup.file")}
          name="file"
          type="file"
          accept=".rmab"
          hint={t("bringBackup.fileHint")}
        />
        <TextField
          label={t("bringBackup.name")}
          name="name"
          hint={t("bringBackup.nameHint")}
          autoComplete="off"
          spellCheck={false}
        />
        <AreaField
          label={t("bringBackup.keys")}
          name="keys"
          hint={t("bringBackup.keysHint")}
          autoComplete="off"
          spellCheck={false}
          error={errors["keys"]}
        />
        {(refusal ?? (error && !errors["keys"])) && (
          <p className="refusal" role="alert">
            {refusal ?? errorMessage(error!, said)}
          </p>
        )}
        <Button
          type="submit"
          kind="primary"
          busy={(isUploading && t("bringBackup.sending")) || (fetching && t("bringBackup.checking"))}
        >
          {t("bringBackup.restore")}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {t("bringBackup.back")}
        </Button>
      </form>
    </FrontDoor>
  );
}
