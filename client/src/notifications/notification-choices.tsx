import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useMutation } from "urql";
import { SeveralChoice } from "../configuration/several-choice.tsx";
import { errorMessage, fieldErrors } from "../graphql/error-message.ts";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import type { NotificationChoices_NotificationChoiceFragment } from "../graphql/generated/graphql.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { recipientWords } from "./recipient-words.ts";

const fragment = graphql(`
  fragment NotificationChoices_NotificationChoice on NotificationChoice {
    id
    type
    label
    recipientLabel
    recipientDescription
    recipient
    events
    allEvents
  }
`);

const setNotificationChoice = graphql(`
  mutation SetNotificationChoice($input: SetNotificationChoiceInput!) {
    setNotificationChoice(input: $input) {
      id
      recipient
      events
    }
  }
`);

/** How one wants to be told of one's own requests: by each channel that an admin has set up, and that reaches single people. */
export function NotificationChoices({ choices }: { choices: readonly FragmentType<typeof fragment>[] }) {
  const { t } = useTranslation("notifications");
  return (
    <section aria-labelledby="notifications-title">
      <h2 id="notifications-title">{t("title")}</h2>
      <p className="about">{t(choices.length > 0 ? "choices.about" : "choices.none")}</p>
      {readFragment(fragment, choices).map((choice) => (
        <Choice key={choice.id} choice={choice} isOnly={choices.length === 1} />
      ))}
    </section>
  );
}

interface ChoiceProps {
  choice: NotificationChoices_NotificationChoiceFragment;
  /** Its name tells it from others. */
  isOnly: boolean;
}

function Choice({ choice, isOnly }: ChoiceProps) {
  const { t } = useTranslation("notifications");
  const { id, label, recipient, events, allEvents } = choice;
  const [{ data, fetching, error }, save] = useMutation(setNotificationChoice);
  const [typed, setTyped] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const errors = fieldErrors(error);
  const words = recipientWords(choice);
  const isTouched = typed !== undefined || chosen !== undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const list = (chosen ?? events.join(", ")).split(", ").filter((each) => each !== "");
    const answer = await save({ input: { id, recipient: typed ?? recipient, events: list } });
    if (!answer.data) return;
    setTyped(undefined);
    setChosen(undefined);
  };
  return (
    <form className="settings-form notification-choice" onSubmit={submit} autoComplete="off" aria-label={label}>
      {!isOnly && <h3>{label}</h3>}
      <TextField
        label={words.label}
        hint={words.description}
        name={`${id}.recipient`}
        error={errors["recipient"]}
        value={typed ?? recipient ?? ""}
        maxLength={300}
        spellCheck={false}
        autoCapitalize="none"
        placeholder={t("choices.off")}
        onChange={({ target }) => setTyped(target.value)}
      />
      {(typed ?? recipient) && (
        <SeveralChoice
          name={id}
          label={t("choices.events")}
          hint={t("choices.eventsHint")}
          error={errors["events"]}
          options={allEvents}
          value={chosen ?? events.join(", ")}
          onChoose={setChosen}
        />
      )}
      {error && Object.keys(errors).length === 0 && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
      <div className="form-actions">
        <Button
          type="submit"
          kind={isTouched ? "primary" : "plain"}
          disabled={!isTouched}
          busy={fetching && t("choices.saving")}
        >
          {t("choices.save")}
        </Button>
        <span role="status">{data && !isTouched && t("choices.saved")}</span>
      </div>
    </form>
  );
}
