export const graphql = {
  starting: "The server is starting. Try again in a moment.",
  answered: "The server answered with an error ({{status}}). Try again in a moment.",
  unreachable: "The server cannot be reached. Check that it runs and that you are connected.",
  tooOften: "There were too many tries. Try again in {{time}}.",
  forbidden: "{{sentence}}",
} as const;
