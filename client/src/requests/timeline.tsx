import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";

const fragment = graphql(`
  fragment Timeline_Request on Request {
    id
    version
    events {
      id
      type
      message
      createdAt
    }
  }
`);

/** What has happened, oldest first; it grows while it is looked at. */
export function Timeline({ request }: { request: FragmentType<typeof fragment> }) {
  const { events } = readFragment(fragment, request);
  return (
    <section className="timeline" aria-labelledby="timeline">
      <h2 id="timeline">What has happened</h2>
      <ol aria-live="polite">
        {events.map(({ id, type, message, createdAt }) => (
          <li key={id} className={type.toLowerCase()}>
            <p>{message}</p>
            <RelativeTime time={createdAt} />
          </li>
        ))}
      </ol>
    </section>
  );
}
