import { useMutation } from "urql";
import { unsubscribe } from "../notifications/push-browser.ts";
import { graphql } from "../graphql/generated/index.ts";

const signOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

/** @param onSignedOut called once nobody is signed in any more. */
export function useSignOut(onSignedOut: () => void): { readonly isLeaving: boolean; leave(): Promise<void> } {
  const [{ fetching }, execute] = useMutation(signOut);
  return {
    isLeaving: fetching,
    async leave() {
      const { data } = await execute({});
      if (!data) return;
      // Whoever comes after is not to read what becomes of another person's requests.
      await unsubscribe().catch(() => undefined);
      onSignedOut();
    },
  };
}
