import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { useLocation } from "wouter";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { TextField } from "../ui/field.tsx";
import { isLive } from "./request-words.ts";

const fragment = graphql(`
  fragment Administration_Request on Request {
    id
    version
    status
    priority
    user {
      id
      name
    }
    audiobook {
      id
      title
      filePath
    }
  }
`);

const updateRequest = graphql(`
  mutation UpdateRequest($input: UpdateRequestInput!) {
    updateRequest(input: $input) {
      id
      version
      priority
    }
  }
`);

const deleteRequest = graphql(`
  mutation DeleteRequest($input: DeleteRequestInput!) {
    deleteRequest(input: $input)
  }
`);

/** For an admin: in which order a request is worked on, and its end for good. */
export function Administration({ request }: { request: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("requests");
  const { id, status, priority, user, audiobook } = readFragment(fragment, request);
  return (
    <section className="administration" aria-labelledby="administration">
      <h2 id="administration">{t("admin.title")}</h2>
      {isLive(status) && <Priority key={priority} id={id} priority={priority} />}
      <Deletion id={id} asker={user.name} title={audiobook.title} filePath={audiobook.filePath} />
    </section>
  );
}

function Priority({ id, priority }: { id: string; priority: number }) {
  const { t } = useTranslation("requests");
  const [{ fetching, error, data }, execute] = useMutation(updateRequest);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void execute({ input: { id, priority: Number(new FormData(event.currentTarget).get("priority")) } });
  };
  return (
    <form className="priority" onSubmit={submit}>
      <TextField
        label={t("admin.priority")}
        name="priority"
        type="number"
        min={-100}
        max={100}
        step={1}
        required
        defaultValue={priority}
        hint={t("admin.priorityHint")}
        error={error && (fieldErrors(error)["priority"] ?? errorMessage(error))}
      />
      <Button type="submit" busy={fetching && t("admin.saving")}>
        {t("admin.save")}
      </Button>
      <p className="hint" role="status">
        {data && t("admin.saved")}
      </p>
    </form>
  );
}

interface DeletionProps {
  id: string;
  asker: string;
  title: string;
  /** The book's folder in the library, when it came from here. */
  filePath: string | null;
}

function Deletion({ id, asker, title, filePath }: DeletionProps) {
  const { t } = useTranslation("requests");
  const [, navigate] = useLocation();
  const [{ fetching, error }, execute] = useMutation(deleteRequest);
  const [deleteFiles, setDeleteFiles] = useState(false);
  const remove = async () => {
    const { data } = await execute({ input: { id, deleteFiles } });
    if (data) navigate("/requests", { replace: true });
  };
  const question =
    deleteFiles && filePath
      ? t("admin.questionWithFiles", { name: asker, title, folder: filePath })
      : t("admin.question", { name: asker, title });
  return (
    <div className="deletion">
      {filePath && (
        <label className="choice">
          <input
            type="checkbox"
            checked={deleteFiles}
            onChange={({ currentTarget }) => setDeleteFiles(currentTarget.checked)}
          />
          <span>
            {t("admin.deleteFiles")}
            <span className="hint">{filePath}</span>
          </span>
        </label>
      )}
      <ConfirmButton
        key={String(deleteFiles)}
        label={t("admin.delete")}
        question={question}
        confirm={t(deleteFiles ? "admin.deleteWithFiles" : "admin.deleteIt")}
        onConfirm={remove}
        busy={fetching && t("admin.deleting")}
      />
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
