import { useMutation } from "urql";
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
      if (data) onSignedOut();
    },
  };
}
