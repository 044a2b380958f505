import { useMutation } from "urql";
import { errorMessage } from "../graphql/error-message.ts";
import { graphql } from "../graphql/generated/index.ts";
import { Button } from "../ui/button.tsx";

const readLibrary = graphql(`
  mutation ReadLibrary {
    runJob(input: { type: "sync_library" }) {
      id
      status
    }
  }
`);

/** Has the whole library of the media server read now, which otherwise happens every two hours. */
export function ReadLibrary() {
  const [{ data, error, fetching }, read] = useMutation(readLibrary);
  return (
    <div className="form-actions read-library">
      <Button onClick={() => read({})} busy={fetching && "Beginning…"}>
        Read the library now
      </Button>
      <p className="hint" role="status">
        {data && !fetching
          ? "The library is being read. Books that are there show as in the library as soon as it is done."
          : "It is read every two hours, so that what you own already is not asked for again."}
      </p>
      {error && (
        <p className="refusal" role="alert">
          {errorMessage(error)}
        </p>
      )}
    </div>
  );
}
