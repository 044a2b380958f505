import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface ProblemProps {
  message: string;
  onRetry?: () => void;
  /** What the button says, where "Try again" is not what it does. */
  retry?: string;
}

/** A sentence that says what went wrong, and a way to try again where there is one. */
export function Problem({ message, onRetry, retry }: ProblemProps) {
  const { t } = useTranslation();
  return (
    <div className="problem" role="alert">
      <Icon name="warning" />
      <p>{message}</p>
      {onRetry && <Button onClick={onRetry}>{retry ?? t("tryAgain")}</Button>}
    </div>
  );
}
