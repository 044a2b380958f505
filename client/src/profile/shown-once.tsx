import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

interface ShownOnceProps {
  name: string;
  secret: string;
  onDone: () => void;
}

/** A key that was just made. Nobody can show it again: the server keeps only its digest. */
export function ShownOnce({ name, secret, onDone }: ShownOnceProps) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(secret, field.current!));
  return (
    <div className="shown-once" role="group" aria-label={`The new key ${name}`}>
      <p>
        <Icon name="warning" />
        Copy it now: {name} is shown this once. Whoever has it can act as you.
      </p>
      <input
        ref={field}
        value={secret}
        readOnly
        autoFocus
        aria-label="The key"
        onFocus={(event) => event.target.select()}
      />
      <div className="form-actions">
        <Button kind="primary" onClick={copy}>
          Copy
        </Button>
        <Button kind="quiet" onClick={onDone}>
          I have kept it
        </Button>
        <span role="status">{isCopied && "Copied."}</span>
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
