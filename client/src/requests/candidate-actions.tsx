import { useState, type FormEvent } from "react";
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
  const [blocking, setBlocking] = useState<"no" | "asking" | "answered">("no");
  const unblock = useUnblockRelease();
  return (
    <>
      <div className="actions">
        {onChoose && (
          <Button kind="quiet" onClick={onChoose} disabled={isBusy} aria-label={`Take ${name}`}>
            Take this
          </Button>
        )}
        {mayBlock && isBlocked && (
          <Button
            kind="quiet"
            autoFocus={blocking === "answered"}
            onClick={() => unblock.run(releaseId)}
            busy={unblock.isBusy && "Allowing…"}
            aria-label={`Allow ${name} again`}
          >
            Allow again
          </Button>
        )}
        {mayBlock && !isBlocked && blocking !== "asking" && (
          // Where the focus was before the form.
          <Button
            kind="quiet"
            autoFocus={blocking === "answered"}
            onClick={() => setBlocking("asking")}
            aria-label={`Block ${name}`}
          >
            Block
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
  const { run, isBusy, refusal } = useBlockRelease();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    if (await run({ releaseId, reason: reason || null })) onClose();
  };
  return (
    <form
      className="block"
      aria-label={`Block ${name}`}
      onSubmit={submit}
      onKeyDown={({ key }) => key === "Escape" && onClose()}
    >
      <TextField
        label="Why (optional)"
        name="reason"
        hint="It is never taken again for this book. The reason is shown to those who asked for it."
        maxLength={500}
        autoFocus
      />
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" busy={isBusy && "Blocking…"}>
          Block it
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Keep it
        </Button>
      </div>
    </form>
  );
}
