import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useDecisions } from "./use-decisions.ts";

const fragment = graphql(`
  fragment Decide_Request on Request {
    id
    audiobook {
      id
      title
    }
  }
`);

/** What became of a decision, in a sentence. */
export interface Outcome {
  readonly isRefused: boolean;
  readonly sentence: string;
}

interface DecideProps {
  request: FragmentType<typeof fragment>;
  onOutcome: (outcome: Outcome) => void;
}

/** For an admin: approve a request that waits, with a release of one's choice or without, or turn it down and say why. */
export function Decide({ request, onOutcome }: DecideProps) {
  const { t } = useTranslation("requests");
  const { id, audiobook } = readFragment(fragment, request);
  const { title } = audiobook;
  const { isBusy, approve, deny } = useDecisions();
  const [denying, setDenying] = useState<"no" | "asking" | "declined">("no");
  const tell = (reason: string | null, done: "approved" | "denied") =>
    onOutcome(
      reason === null
        ? { isRefused: false, sentence: t(`decision.${done}`, { title }) }
        : { isRefused: true, sentence: t("decision.refused", { title, reason }) },
    );
  const submitDenial = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    tell(await deny({ id, reason }), "denied");
  };
  if (denying === "asking") {
    return (
      <form
        className="deny"
        aria-label={t("decision.denyFor", { title })}
        onSubmit={submitDenial}
        onKeyDown={({ key }) => key === "Escape" && setDenying("declined")}
      >
        <TextField
          label={t("decision.why")}
          name="reason"
          hint={t("decision.whyHint")}
          required
          maxLength={500}
          autoFocus
        />
        <div className="form-actions">
          <Button type="submit" busy={isBusy && t("decision.denying")}>
            {t("decision.denyIt")}
          </Button>
          <Button kind="quiet" onClick={() => setDenying("declined")}>
            {t("decision.later")}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <div className="decide">
      <Button
        kind="primary"
        icon="check"
        onClick={async () => tell(await approve({ id }), "approved")}
        busy={isBusy && t("decision.approving")}
        aria-label={t("decision.approveFor", { title })}
      >
        {t("decision.approve")}
      </Button>
      <Link
        className="button plain"
        href={`/requests/${id}#candidates`}
        aria-label={t("decision.chooseFor", { title })}
      >
        {t("decision.choose")}
      </Link>
      {/* Where the focus was before the form. */}
      <Button
        kind="quiet"
        autoFocus={denying === "declined"}
        onClick={() => setDenying("asking")}
        aria-label={t("decision.denyFor", { title })}
      >
        {t("decision.deny")}
      </Button>
    </div>
  );
}
