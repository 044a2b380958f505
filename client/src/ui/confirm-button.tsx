import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";

interface ConfirmButtonProps {
  label: string;
  question: string;
  /** What the button says that does it. */
  confirm: string;
  /** What the button says that does not. */
  decline?: string;
  onConfirm: () => void;
  /** What it is doing meanwhile, such as "Removing…". */
  busy: string | false;
}

/** A button that asks once before it does what cannot be taken back; Escape says no. */
export function ConfirmButton({ label, question, confirm, decline: no, onConfirm, busy }: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<"unasked" | "asking" | "declined">("unasked");
  if (state !== "asking" && !busy) {
    return (
      // Where the focus was before it asked.
      <Button kind="quiet" autoFocus={state === "declined"} onClick={() => setState("asking")}>
        {label}
      </Button>
    );
  }
  const answer = () => {
    setState("unasked");
    onConfirm();
  };
  const decline = () => setState("declined");
  return (
    <div
      className="confirm"
      role="group"
      aria-label={question}
      onKeyDown={({ key }) => key === "Escape" && !busy && decline()}
    >
      <p>{question}</p>
      <Button onClick={answer} busy={busy}>
        {confirm}
      </Button>
      <Button kind="quiet" autoFocus onClick={decline} disabled={busy !== false}>
        {no ?? t("keepIt")}
      </Button>
    </div>
  );
}
