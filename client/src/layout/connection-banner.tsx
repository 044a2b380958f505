import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsConnectionLost } from "../live-updates.ts";
import { Icon } from "../ui/icon.tsx";

/** Long enough to be read. */
const goodNewsMs = 4_000;

/** Says that the connection is lost for as long as it is, and afterwards that what is shown is right again. */
export function ConnectionBanner() {
  const { t } = useTranslation("layout");
  const isLost = useIsConnectionLost();
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (isLost) setWasLost(true);
    if (isLost || !wasLost) return;
    const timer = setTimeout(setWasLost, goodNewsMs, false);
    return () => clearTimeout(timer);
  }, [isLost, wasLost]);
  return (
    <div role="status" className="connection">
      {isLost && (
        <p>
          <Icon name="wifiOff" />
          {t("connectionLost")}
        </p>
      )}
      {!isLost && wasLost && (
        <p className="back">
          <Icon name="check" />
          {t("connectionBack")}
        </p>
      )}
    </div>
  );
}
