import { useEffect, useState } from "react";
import { useMutation } from "urql";
import { graphql } from "../graphql/generated/index.ts";
import { findSubscription, fingerprintOf, keysOf, subscribe, unsubscribe } from "./push-browser.ts";

const savePushSubscription = graphql(`
  mutation SavePushSubscription($input: SavePushSubscriptionInput!) {
    savePushSubscription(input: $input) {
      id
      events
    }
  }
`);
const removePushSubscription = graphql(`
  mutation RemovePushSubscription($input: RemovePushSubscriptionInput!) {
    removePushSubscription(input: $input)
  }
`);

/** What became of the wish to be told things here. */
type Outcome = "done" | "refused" | "unreachable" | "failed";

/** Whether the browser that shows this page is told things, and how that is changed. */
export function useThisBrowser() {
  const [fingerprint, setFingerprint] = useState<string | null>(null);
  const [saving, save] = useMutation(savePushSubscription);
  const [removing, remove] = useMutation(removePushSubscription);
  useEffect(() => {
    let isLeft = false;
    void findSubscription()
      .then((found) => found && fingerprintOf(found))
      .then((found) => !isLeft && setFingerprint(found))
      .catch(() => undefined);
    return () => void (isLeft = true);
  }, []);
  return {
    /** null while it is not subscribed. */
    fingerprint,
    isBusy: saving.fetching || removing.fetching,
    error: saving.error ?? removing.error,
    /** Subscribes it, or changes what it is told of. */
    async turnOn(publicKey: string, events: readonly string[]): Promise<Outcome> {
      const found = await subscribe(publicKey).catch(() => "unreachable" as const);
      if (found === "unreachable") return found;
      if (!found) return "refused";
      const { data } = await save({ input: { ...keysOf(found), events: [...events] } });
      if (!data) return "failed";
      setFingerprint(await fingerprintOf(found));
      return "done";
    },
    /** @param id as the server knows it. */
    async turnOff(id: string): Promise<void> {
      await unsubscribe().catch(() => undefined);
      setFingerprint(null);
      await remove({ input: { id } });
    },
    /** Another browser, which finds out when it is sent nothing any more. */
    removeOther: (id: string) => remove({ input: { id } }),
  };
}
