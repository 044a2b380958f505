import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

interface ShownOnceProps {
  /** What it is, and whose. */
  label: string;
  /** What to do with it now. */
  sentence: string;
  secret: string;
  /** What stands in the field. */
  field: string;
  onDone: () => void;
}

/** A secret that is shown now, and never again. */
export function ShownOnce({ label, sentence, secret, field: fieldName, onDone }: ShownOnceProps) {
  const { t } = useTranslation("profile");
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(secret, field.current!));
  return (
    <div className="shown-once" role="group" aria-label={label}>
      <p>
        <Icon name="warning" />
        {sentence}
      </p>
      <input
        ref={field}
        value={secret}
        readOnly
        autoFocus
        aria-label={fieldName}
        onFocus={(event) => event.target.select()}
      />
      <div className="form-actions">
        <Button kind="primary" onClick={copy}>
          {t("shownOnce.copy")}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t("shownOnce.done")}
        </Button>
        <span role="status">{isCopied && t("shownOnce.copied")}</span>
      </div>
    </div>
  );
}

/** Over plain http from another machine browsers have no clipboard for pages: there it is the old way, from the field. */
async function copyText(text: string, field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
