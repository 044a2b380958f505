import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { auditFacts, subjectName } from "./audit-facts.ts";

const fragment = graphql(`
  fragment AuditRow_AuditEvent on AuditEvent {
    id
    createdAt
    action
    actorName
    address
    subjectType
    subjectId
    details
    position
  }
`);

interface Props {
  event: FragmentType<typeof fragment>;
  /** By action. */
  sentences: ReadonlyMap<string, string>;
}

/** One record: the sentence, who, from where and when; the rest is unfolded on demand. */
export function AuditRow({ event, sentences }: Props) {
  const row = readFragment(fragment, event);
  const { action, actorName, address, createdAt, position } = row;
  const about = subjectName(row);
  const { changes, facts } = auditFacts(row);
  return (
    <li>
      <h2>
        {sentences.get(action) ?? action}
        {about && <span className="about">: {about}</span>}
      </h2>
      <p className="facts">
        <span>by {actorName ?? (address ? "somebody unknown" : "the program itself")}</span>
        {address && <span>from {address}</span>}
        <RelativeTime time={createdAt} />
      </p>
      <details>
        <summary>Details</summary>
        {changes.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ name, before, after }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <dl>
          <div>
            <dt>when</dt>
            <dd>{new Date(createdAt).toLocaleString()}</dd>
          </div>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>record</dt>
            <dd>{position === null ? `${action}, not sealed yet` : `${action}, sealed as number ${position}`}</dd>
          </div>
        </dl>
      </details>
    </li>
  );
}
