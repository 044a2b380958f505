import { useTranslation } from "react-i18next";
import { graphql, readFragment, type FragmentType } from "../graphql/generated/index.ts";
import { Icon } from "../ui/icon.tsx";

const fragment = graphql(`
  fragment Replicas_System on System {
    replicas {
      name
      isUsed
      lagSeconds
      problem
    }
  }
`);

/** The database's replicas; nothing where there are none. */
export function Replicas({ system }: { system: FragmentType<typeof fragment> }) {
  const { t } = useTranslation("system");
  const { replicas } = readFragment(fragment, system);
  if (replicas.length === 0) return null;
  return (
    <section aria-labelledby="replicas">
      <h2 id="replicas">{t("page.replicas")}</h2>
      <p className="about">{t("page.replicasAbout")}</p>
      <ul className="storage">
        {replicas.map(({ name, isUsed, lagSeconds, problem }) => {
          const [tone, icon, word] = isUsed
            ? (["shelf", "check", "replicaUsed"] as const)
            : problem === null
              ? (["over", "clock", "replicaUnknown"] as const)
              : (["failed", "wifiOff", "replicaUnused"] as const);
          return (
            <li key={name}>
              <h3>
                <code>{name}</code>
              </h3>
              <p className={`status ${tone}`}>
                <Icon name={icon} size={16} />
                <span className="word">{t(`page.${word}`)}</span>
                {isUsed && lagSeconds !== null && lagSeconds > 0 && (
                  <span className="hint">{t("page.behind", { count: lagSeconds })}</span>
                )}
              </p>
              {problem && <p className="sentence">{problem}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
