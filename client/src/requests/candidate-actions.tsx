import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useBlockRelease, useUnblockRelease } from "./use-release-mutations.ts";

interface CandidateActionsProps {
  releaseId: string;
  name: string;
  isBlocked: boolean;
  mayBlock: boolean;
  /** Takes it instead of the present one; absent where that is too late, or done. */
  onChoose: (() => void) | undefined;
  isBusy: boolean;
}

/** What can be done with a release: take it, and for an admin block it or allow it again. */
export function CandidateActions({ releaseId, name, isBlocked, mayBlock, onChoose, isBusy }: CandidateActionsProps) {
  const { t } = useTranslation("requests");
  const [blocking, setBlocking] = useState<"no" | "asking" | "answered">("no");
  const unblock = useUnblockRelease();
  return (
    <>
      <div className="actions">
        {onChoose && (
          <Button kind="quiet" onClick={onChoose} disabled={isBusy} aria-label={t("candidates.takeOf", { name })}>
            {t("candidates.take")}
          </Button>
        )}
        {mayBlock && isBlocked && (
          <Button
            kind="quiet"
            autoFocus={blocking === "answered"}
            onClick={() => unblock.run(releaseId)}
            busy={unblock.isBusy && t("candidates.allowing")}
            aria-label={t("candidates.allowOf", { name })}
          >
            {t("candidates.allow")}
          </Button>
        )}
        {mayBlock && !isBlocked && blocking !== "asking" && (
          // Where the focus was before the form.
          <Button
            kind="quiet"
            autoFocus={blocking === "answered"}
            onClick={() => setBlocking("asking")}
            aria-label={t("candidates.blockOf", { name })}
          >
            {t("candidates.block")}
          </Button>
        )}
      </div>
      {blocking === "asking" && <BlockForm releaseId={releaseId} name={name} onClose={() => setBlocking("answered")} />}
      {unblock.refusal && (
        <p className="refusal" role="alert">
          {unblock.refusal}
        </p>
      )}
    </>
  );
}

function BlockForm({ releaseId, name, onClose }: { releaseId: string; name: string; onClose: () => void }) {
  const { t } = useTranslation("requests");
  const { run, isBusy, refusal } = useBlockRelease();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    if (await run({ releaseId, reason: reason || null })) onClose();
  };
  return (
    <form
      className="block"
      aria-label={t("candidates.blockOf", { name })}
      onSubmit={submit}
      onKeyDown={({ key }) => key === "Escape" && onClose()}
    >
      <TextField
        label={t("candidates.reason")}
        name="reason"
        hint={t("candidates.reasonHint")}
        maxLength={500}
        autoFocus
      />
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" busy={isBusy && t("candidates.blocking")}>
          {t("candidates.blockIt")}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t("candidates.keep")}
        </Button>
      </div>
    </form>
  );
}
