import { useState, type FormEvent } from "react";
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
  const { id, audiobook } = readFragment(fragment, request);
  const { title } = audiobook;
  const { isBusy, approve, deny } = useDecisions();
  const [denying, setDenying] = useState<"no" | "asking" | "declined">("no");
  const tell = (refusal: string | null, done: string) =>
    onOutcome({ isRefused: refusal !== null, sentence: `“${title}”: ${refusal ?? done}` });
  const submitDenial = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    tell(await deny({ id, reason }), "denied.");
  };
  if (denying === "asking") {
    return (
      <form
        className="deny"
        aria-label={`Deny ${title}`}
        onSubmit={submitDenial}
        onKeyDown={({ key }) => key === "Escape" && setDenying("declined")}
      >
        <TextField label="Why" name="reason" hint="Whoever asked gets to see it." required maxLength={500} autoFocus />
        <div className="form-actions">
          <Button type="submit" busy={isBusy && "Denying…"}>
            Deny it
          </Button>
          <Button kind="quiet" onClick={() => setDenying("declined")}>
            Decide later
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
        onClick={async () => tell(await approve({ id }), "approved.")}
        busy={isBusy && "Approving…"}
        aria-label={`Approve ${title}`}
      >
        Approve
      </Button>
      <Link
        className="button plain"
        href={`/requests/${id}#candidates`}
        aria-label={`Approve ${title} and choose a release`}
      >
        Approve and choose a release…
      </Link>
      {/* Where the focus was before the form. */}
      <Button
        kind="quiet"
        autoFocus={denying === "declined"}
        onClick={() => setDenying("asking")}
        aria-label={`Deny ${title}`}
      >
        Deny
      </Button>
    </div>
  );
}
