import { hkdfSync, timingSafeEqual } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { UniqueConstraintViolationException, type EntityManager } from "@mikro-orm/postgresql";
import { inTransaction, type Context } from "../context.ts";
import { ConflictError, ForbiddenError, InvalidInputError, RateLimitedError, UnauthenticatedError } from "../errors.ts";
import { recordAudit } from "../security/audit.ts";
import { recordFailedSignIn } from "./failed-sign-ins.ts";
import { countTry, signInLimits } from "./rate-limit.ts";
import { User, UserRole } from "./user.entity.ts";

/** Least length of a password, in characters (NIST SP 800-63B asks for 8; a server on the internet deserves more). */
const leastPassword = 10;

/**
 * What the first start prints: whoever can read the log owns the machine. Derived from the encryption key, so that it is
 * the same for every process and after a restart, and needs no place in the database; worth nothing once there is an admin.
 */
export function setUpToken(encryptionKey: Buffer): string {
  const text = Buffer.from(hkdfSync("sha256", encryptionKey, "", "readmeabook/set-up/v1", 15))
    .toString("hex")
    .toUpperCase();
  return text.match(/.{6}/g)!.join("-");
}

/** For the rest of the transaction: nobody else becomes the first admin, or is made known by a Plex account. */
export async function lockAccounts(em: EntityManager): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtext('readmeabook set-up'))");
}

/** Whether somebody can administer this server yet. */
export async function hasAdmin(em: EntityManager): Promise<boolean> {
  return (await em.count(User, { role: UserRole.ADMIN, deactivatedAt: null })) > 0;
}

/**
 * Makes the first admin; one of any number of attempts at once.
 * @throws ForbiddenError when the token is wrong, or there is an admin already (the same answer: it tells nothing).
 */
export async function setUpFirstAdmin(
  ctx: Context,
  token: string,
  expected: string,
  account: LocalAccount,
): Promise<User> {
  assertSetUpToken(token, expected);
  const made = await newLocalUser({ ...account, role: UserRole.ADMIN });
  return inTransaction(ctx, async (ctx) => {
    await lockAccounts(ctx.em);
    if (await hasAdmin(ctx.em)) throw setUpRefusal();
    await persistUnique(ctx.em, made);
    await recordAudit(ctx, "set_up.done", {
      actor: made,
      subject: { type: "user", id: made.id },
      details: { name: made.username },
    });
    return made;
  });
}

/** @throws ForbiddenError when it is not the token that the server has printed. */
export function assertSetUpToken(token: string, expected: string): void {
  const given = Buffer.from(token.trim().toUpperCase());
  const wanted = Buffer.from(expected);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw setUpRefusal();
}

/** One answer to a wrong token and to a right one that comes too late: it tells nothing. */
export function setUpRefusal(): ForbiddenError {
  return new ForbiddenError(
    "The set-up token is not right, or the set-up has been done. The server prints the token when it starts without an admin.",
  );
}

/** What a local account is made from. */
export interface LocalAccount {
  readonly username: string;
  readonly password: string;
  readonly role?: UserRole;
}

/** @throws InvalidInputError | ConflictError when the name is taken. */
export async function createLocalUser(ctx: Context, account: LocalAccount): Promise<User> {
  const made = await newLocalUser(account);
  return inTransaction(ctx, async (ctx) => {
    await persistUnique(ctx.em, made);
    const subject = { type: "user", id: made.id } as const;
    await recordAudit(ctx, "user.created", { subject, details: { name: made.username, role: made.role } });
    return made;
  });
}

/**
 * Checks a password. It takes as long for a name that does not exist.
 * @throws UnauthenticatedError with one sentence for every reason; which it was stands in the audit.
 * @throws RateLimitedError before the password is looked at.
 */
export async function checkPassword(ctx: Context, username: string, password: string): Promise<User> {
  const name = localName(username);
  const find = async () => (isLocalName(name) ? ctx.em.findOne(User, { username: name }) : null);
  const refused = (user: User | null, reason: string) =>
    recordFailedSignIn(ctx, { method: "password", name: user && name, reason, userId: user?.id });
  const takeBack = await countTry(ctx, signInLimits(name, ctx.address)).catch(async (error: Error) => {
    if (error instanceof RateLimitedError) await refused(await find(), "There were too many tries.");
    throw error;
  });
  const user = await find();
  const right = await verify(user?.passwordHash ?? (await someHash()), password.slice(0, 1000));
  if (user?.passwordHash && right && !user.deactivatedAt) {
    await takeBack();
    return user;
  }
  await refused(user, whyNot(user, right));
  throw new UnauthenticatedError("The name or the password is not right.");
}

function whyNot(user: User | null, right: boolean): string {
  if (!user) return "Nobody has this name.";
  if (!user.passwordHash) return "The account has no password.";
  return right ? "The password is right, but the account is deactivated." : "The password is wrong.";
}

let hashOfNothing: Promise<string> | null = null;
function someHash(): Promise<string> {
  return (hashOfNothing ??= hash("nobody has this password"));
}

/** Not stored yet. @throws InvalidInputError with a sentence for each field. */
export async function newLocalUser({ username, password, role = UserRole.USER }: LocalAccount): Promise<User> {
  const name = localName(username);
  const problems: Record<string, string> = {};
  if (!isLocalName(name))
    problems["username"] = "A name has 2 to 64 letters, digits or . _ @ -, and begins with a letter or digit.";
  const problem = passwordProblem(password);
  if (problem) problems["password"] = problem;
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
  return Object.assign(new User(), { username: name, passwordHash: await hash(password), role });
}

/** @returns the sentence that says what is wrong with a password that somebody chose; null for nothing. */
export function passwordProblem(password: string): string | null {
  if (password.length >= leastPassword && password.length <= 1000) return null;
  return `A password has at least ${leastPassword} characters.`;
}

async function persistUnique(em: EntityManager, user: User): Promise<void> {
  const taken = await em.findOne(User, { username: user.username });
  if (taken) throw new ConflictError("Somebody has this name already.", { id: taken.id });
  try {
    await em.persist(user).flush();
  } catch (error) {
    // Somebody else was made under it between our look and our insert.
    if (error instanceof UniqueConstraintViolationException) throw new ConflictError("Somebody has this name already.");
    throw error;
  }
}

/** Names are told apart without regard to case and to how an accent was typed. */
function localName(typed: string): string {
  return typed.normalize("NFC").trim().toLowerCase();
}

function isLocalName(name: string): boolean {
  return /^[\p{Ll}\p{Lm}\p{Lo}\p{N}][\p{Ll}\p{Lm}\p{Lo}\p{N}._@-]{1,63}$/u.test(name);
}

/** Whether a person may look for releases and pick one by hand: admins may, others as is said of them or of everybody. */
export function maySelectReleases(
  { role, maySelectReleases }: Pick<User, "role" | "maySelectReleases">,
  settings: Readonly<Record<string, string | null>>,
): boolean {
  return role === UserRole.ADMIN || (maySelectReleases ?? settings["requests.may_select_releases"] === "true");
}
