/** The program cannot start as it is set up; the message is a sentence that says what to change. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}
