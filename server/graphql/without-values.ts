/** GraphQL's own complaints quote the value that is wrong; it may be a password. The name and the place of it are enough. */

/** Some put the value behind these words, with nothing between: more than they say is not taken. */
const reason =
  /; ((?:Field "\w+" (?:of|is) |Expected )[\w -]*"[\w![\]]+"[\w -]*|(?:\w+|Enum "\w+") cannot represent (?:an invalid date-time-string|non string or Date type|(?:a )?(?:non[ -][\w -]*?)?value))/g;

/** @param message of graphql or of a scalar. */
export function withoutValues(message: string): string {
  const [, variable] = /^(Variable "\$\w+" got) invalid value /.exec(message) ?? [];
  if (variable) {
    // The last ones: before them stands the value.
    const place = [...message.matchAll(/ at "([\w.[\]]+)"; /g)].at(-1)?.[1];
    const [, unknown] = /(does not exist in "\w+" enum)\.( Did you mean .*)?$/.exec(message) ?? [];
    const why = unknown ? `it ${unknown}` : [...message.matchAll(reason)].at(-1)?.[1];
    return `${variable} an invalid value${place ? ` at "${place}"` : ""}${why ? `; ${why}` : ""}.`;
  }
  return message
    .replace(/(cannot represent (?:an invalid date-time-string|[\w -]*[a-z])(?=:| )):? ["[{\d\w-][\s\S]*$/, "$1.")
    .replace(/^Value "[\s\S]*" (does not exist in "\w+" enum\.)/, "The value $1")
    .replace(/^(Expected value of type "[\w![\]]+"), found [\s\S]*$/, "$1.")
    .replace(/^(Argument "\w+" has )invalid value [\s\S]*$/, "$1an invalid value.")
    .replace(/^(Syntax Error: [\s\S]*?\b(?:Name|String|BlockString|Int|Float)) "[\s\S]*$/, "$1.")
    .replace(/^(Syntax Error: Invalid number, expected digit but got): [\s\S]*$/, "$1 something else.");
}
