import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { SeveralChoice } from "../configuration/several-choice.tsx";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";

const testPushSubscription = graphql(`
  mutation TestPushSubscription($input: TestPushSubscriptionInput!) {
    testPushSubscription(input: $input) {
      id
      deliveredAt
      failingSince
    }
  }
`);

interface ThisBrowserProps {
  id: string;
  events: readonly string[];
  allEvents: readonly string[];
  isBusy: boolean;
  /** @returns whether it is saved. */
  onSave: (events: readonly string[]) => Promise<boolean>;
}

/** What the browser that shows this page is told of, and a try. */
export function ThisBrowser({ id, events, allEvents, isBusy, onSave }: ThisBrowserProps) {
  const { t } = useTranslation("notifications");
  const [test, sendTest] = useMutation(testPushSubscription);
  const [chosen, setChosen] = useState<string>();
  const [done, setDone] = useState<"choices.saved" | "browsers.tested">();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await onSave((chosen ?? "").split(", ").filter((each) => each !== "")))) return;
    setChosen(undefined);
    setDone("choices.saved");
  };
  const tryIt = async () => {
    setDone(undefined);
    const { data } = await sendTest({ input: { id } });
    if (data) setDone("browsers.tested");
  };
  const choose = (value: string) => {
    setDone(undefined);
    setChosen(value);
  };
  return (
    <form className="settings-form" onSubmit={submit} aria-label={t("browsers.here")}>
      <SeveralChoice
        name="browser"
        label={t("choices.events")}
        hint={t(allEvents.includes("disk_low") ? "browsers.eventsHint" : "choices.eventsHint")}
        error={undefined}
        options={allEvents}
        value={chosen ?? events.join(", ")}
        onChoose={choose}
      />
      {test.error && (
        <p className="refusal" role="alert">
          {errorMessage(test.error)}
        </p>
      )}
      <div className="form-actions">
        <Button
          type="submit"
          kind={chosen === undefined ? "plain" : "primary"}
          disabled={chosen === undefined}
          busy={isBusy && t("choices.saving")}
        >
          {t("choices.save")}
        </Button>
        <Button onClick={() => void tryIt()} busy={test.fetching && t("sending")}>
          {t("browsers.test")}
        </Button>
        <span role="status">{done && t(done)}</span>
      </div>
    </form>
  );
}
