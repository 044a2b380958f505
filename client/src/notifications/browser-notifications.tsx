import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SwitchField } from "../configuration/switch-field.tsx";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { findObstacle, type Obstacle } from "./push-browser.ts";
import { ThisBrowser } from "./this-browser.tsx";
import { ToldBrowser } from "./told-browser.tsx";
import { useThisBrowser } from "./use-this-browser.ts";

const fragment = graphql(`
  fragment BrowserNotifications_User on User {
    id
    pushSubscriptions {
      id
      fingerprint
      events
      ...ToldBrowser_PushSubscription
    }
  }
`);
const webPushFragment = graphql(`
  fragment BrowserNotifications_WebPush on WebPush {
    publicKey
    events
  }
`);

interface BrowserNotificationsProps {
  viewer: FragmentType<typeof fragment>;
  webPush: FragmentType<typeof webPushFragment>;
}

/** The browsers that show what happens, also while no page is open in them; and whether this is one of them. */
export function BrowserNotifications({ viewer, webPush }: BrowserNotificationsProps) {
  const { t } = useTranslation("notifications");
  const { pushSubscriptions } = readFragment(fragment, viewer);
  const { publicKey, events: allEvents } = readFragment(webPushFragment, webPush);
  const { fingerprint, isBusy, error, turnOn, turnOff, removeOther } = useThisBrowser();
  const [problem, setProblem] = useState<Obstacle | "refused" | "unreachable" | null>(findObstacle);
  const own = pushSubscriptions.find((each) => each.fingerprint === fingerprint);
  const save = async (events: readonly string[]) => {
    const outcome = await turnOn(publicKey, events);
    setProblem(findObstacle() ?? (outcome === "refused" || outcome === "unreachable" ? outcome : null));
    return outcome === "done";
  };
  return (
    <section aria-labelledby="browsers-title">
      <h2 id="browsers-title">{t("browsers.title")}</h2>
      <p className="about">{t("browsers.about")}</p>
      {problem === null || problem === "refused" || problem === "unreachable" || own ? (
        <SwitchField
          name="browser.here"
          label={t("browsers.here")}
          hint={t("browsers.hereHint")}
          error={problem ? t(`browsers.problems.${problem}`) : error && errorMessage(error)}
          isOn={own !== undefined}
          onTurn={(isOn) => void (isOn ? save(allEvents) : own && turnOff(own.id))}
        />
      ) : (
        <p className="hint">{t(`browsers.problems.${problem}`)}</p>
      )}
      {own && (
        <ThisBrowser key={own.id} id={own.id} events={own.events} allEvents={allEvents} isBusy={isBusy} onSave={save} />
      )}
      {pushSubscriptions.length > 0 && (
        <ul className="credentials" aria-label={t("browsers.list")}>
          {pushSubscriptions.map((browser) => (
            <ToldBrowser
              key={browser.id}
              browser={browser}
              isThis={browser === own}
              isBusy={isBusy}
              onRemove={(id) => void removeOther(id)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
