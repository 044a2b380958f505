/**
 * Loaded before the server by a fault run (`--import`): its clock is wrong by so many seconds as CLOCK_WRONG_BY says first,
 * and jumps to the next number there with each SIGUSR2. The database's clock stays right.
 */
const seconds = (process.env["CLOCK_WRONG_BY"] ?? "0").split(" ").map(Number);
const { now } = Date;
const wrongNow = () => now() + seconds[0]! * 1000;

// The same class, so that a date is a Date whoever has made it.
globalThis.Date = new Proxy(Date, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [wrongNow()] : given),
  apply: (target) => Reflect.construct(target, [wrongNow()]).toString(),
  get: (target, name) => (name === "now" ? wrongNow : Reflect.get(target, name)),
});
process.on("SIGUSR2", () => {
  if (seconds.length > 1) seconds.shift();
});
