import type { ButtonHTMLAttributes } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** `primary` is the one thing that the page wants; there is at most one in view. */
export type ButtonKind = "primary" | "plain" | "quiet";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  icon?: IconName;
  /** What it is doing meanwhile, such as "Saving…". It cannot be pressed then. */
  busy?: string | false;
}

/** A button that says what it waits for. */
export function Button({
  kind = "plain",
  icon,
  busy = false,
  children,
  type = "button",
  disabled,
  ...rest
}: ButtonProps) {
  const words = busy || children;
  return (
    <button
      {...rest}
      type={type}
      className={`button ${kind}`}
      disabled={disabled || busy !== false}
      aria-busy={busy !== false}
    >
      {icon && <Icon name={icon} size={words ? 16 : 20} />}
      {words && <span>{words}</span>}
    </button>
  );
}
