/**
 * What `npm start`, `npm run demo` and `npm test` run first: installs the packages and builds the program, each only
 * when what it is made from has changed. `--install-only` leaves the build out.
 *
 * It runs before anything is installed, so it needs nothing but Node 20. A stamp (a hash of the inputs) is written last;
 * an install or a build that was cut short therefore has none and is done again. `npm ci` deletes node_modules under
 * whatever runs from it, so it is never run when what is installed already agrees with the lock file.
 */
"use strict";

const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const at = (...parts) => path.join(root, ...parts);
const installStamp = at("node_modules", ".stamp");
/** The list of what it installed that npm writes at the end. */
const npmRecord = at("node_modules", ".package-lock.json");
const buildStamp = at("dist", ".stamp");
const lock = at("dist", ".lock");

main(process.argv.includes("--install-only")).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function main(installOnly) {
  const isDone = () => isInstalled() && (installOnly || isBuilt());
  if (isDone()) return;
  takeLock();
  process.once("exit", () => fs.rmSync(lock, { recursive: true, force: true }));
  if (!isInstalled()) await install();
  if (!installOnly && !isBuilt()) await build();
}

function isInstalled() {
  const wanted = installHash();
  if (read(installStamp) === wanted) return true;
  // Installed by a plain `npm ci`, or only a script in package.json has changed.
  if (!agreesWithLockFile()) return false;
  fs.writeFileSync(installStamp, wanted);
  return true;
}

function installHash() {
  const platform = `${process.platform}-${process.arch}`;
  return hash([read(at("package-lock.json")), read(at("package.json")), platform]);
}

function agreesWithLockFile() {
  const installed = JSON.parse(read(npmRecord) ?? "null")?.packages;
  if (!installed) return false;
  const locked = JSON.parse(read(at("package-lock.json"))).packages;
  const manifest = JSON.parse(read(at("package.json")));
  const fields = ["dependencies", "devDependencies", "optionalDependencies"];
  if (fields.some((field) => !sameEntries(manifest[field], locked[""][field]))) return false;
  const ours = manifest.optionalDependencies ?? {};
  return Object.entries(locked).every(([place, entry]) => {
    if (!place.startsWith("node_modules/")) return true;
    const found = installed[place];
    if (found) return found.version === entry.version && found.integrity === entry.integrity;
    const name = place.slice("node_modules/".length);
    return Boolean(entry.optional) && !(name in ours && isForThisPlatform(entry));
  });
}

function sameEntries(a = {}, b = {}) {
  const sorted = (object) => JSON.stringify(Object.entries(object).sort());
  return sorted(a) === sorted(b);
}

function isForThisPlatform({ os, cpu }) {
  return [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
}

async function install() {
  console.log("Installing packages (first start, about a minute) …");
  for (const proof of [installStamp, npmRecord]) fs.rmSync(proof, { force: true });
  const wanted = installHash();
  // The tools that build the program are development dependencies: NODE_ENV=production must not leave them out.
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const npm = process.env.npm_execpath;
  const isNpm = npm && path.basename(npm).startsWith("npm");
  const [command, commandArgs] = isNpm
    ? [process.env.npm_node_execpath ?? process.execPath, [npm, ...args]]
    : ["npm", args];
  await run(command, commandArgs, "The packages could not be installed.", installEnvironment());
  fs.writeFileSync(installStamp, wanted);
}

/** Flags of the npm that called us (`npm start --omit=dev`, `--workspace`, `--prefix`) are not meant for `npm ci`. */
function installEnvironment() {
  const leaks =
    /^npm_(package_|lifecycle_|command$|config_(omit|include|only|production|dev|optional|global|location|(local_)?prefix|workspaces?|include_workspace_root|dry_run|package_lock(_only)?|lockfile_only|json|force|legacy_peer_deps|if_present)$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leaks.test(name)));
}

function isBuilt() {
  return read(buildStamp) === sourceHash() && fs.existsSync(at("dist", "server", "main.js"));
}

/** Contents and not times: a checkout or a copy into an image changes those. */
function sourceHash() {
  const inputs = ["package.json", "package-lock.json", "tsconfig.json", "server", "migrations", "client"];
  return hash(inputs.flatMap((input) => [...listFiles(input)].flatMap((file) => [file, fs.readFileSync(at(file))])));
}

function* listFiles(place) {
  const entry = fs.statSync(at(place), { throwIfNoEntry: false });
  if (entry?.isFile()) yield place;
  if (!entry?.isDirectory()) return;
  for (const name of fs.readdirSync(at(place)).sort()) {
    if (!name.startsWith(".") && name !== "node_modules") yield* listFiles(path.join(place, name));
  }
}

async function build() {
  console.log("Building …");
  const wanted = sourceHash();
  removeBuild();
  const local = at("node_modules", ".bin", "node");
  const node = fs.existsSync(local) ? local : process.execPath;
  try {
    await run(node, [at("node_modules", "typescript", "bin", "tsc"), "-p", "."], "The server does not compile.");
    if (fs.existsSync(at("client", "vite.config.ts"))) {
      const vite = [at("node_modules", "vite", "bin", "vite.js"), "build", "client"];
      const place = ["--outDir", at("dist", "client"), "--emptyOutDir"];
      await run(node, [...vite, ...place, "--logLevel", "warn"], "The web client does not build.");
    }
  } catch (error) {
    removeBuild();
    throw error;
  }
  fs.writeFileSync(buildStamp, wanted);
}

function removeBuild() {
  fs.rmSync(buildStamp, { force: true });
  for (const name of fs.readdirSync(at("dist"))) {
    if (!name.startsWith(".lock")) fs.rmSync(at("dist", name), { recursive: true, force: true });
  }
}

/** Says nothing when it works; otherwise throws with all that the program said. */
async function run(command, args, complaint, env = process.env) {
  const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  // Should we be killed, it goes on: so the lock is its lock too.
  fs.writeFileSync(path.join(lock, "pid"), `${process.pid} ${child.pid ?? ""}`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => child.kill(signal));
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  const end = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(code === 0 ? null : `It ended with ${signal ?? `code ${code}`}.`));
  });
  if (end) throw new Error(`${Buffer.concat(output)}\n${complaint} ${end}`);
}

/**
 * `npm start` and `npm test` may both come first on a new checkout. The lock is a directory that is renamed into place
 * with the process ids of its owners inside; one whose owners are dead, or that is older than any install, is taken over.
 */
function takeLock() {
  const mine = `${lock}-${process.pid}`;
  fs.mkdirSync(mine, { recursive: true });
  fs.writeFileSync(path.join(mine, "pid"), String(process.pid));
  for (let tries = 0; ; tries++) {
    try {
      return fs.renameSync(mine, lock);
    } catch (error) {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    }
    if (isStale()) setAside();
    else if (tries === 0) console.log("Another start is installing or building; waiting for it …");
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isStale() {
  const entry = fs.statSync(lock, { throwIfNoEntry: false });
  if (!entry) return false;
  const owners = (read(path.join(lock, "pid")) ?? "").split(" ").map(Number).filter(Boolean);
  return (owners.length > 0 && !owners.some(isRunning)) || Date.now() - entry.mtimeMs > 15 * 60_000;
}

/** By a rename, which only one of several waiting processes can do. */
function setAside() {
  const aside = `${lock}-stale-${process.pid}`;
  try {
    fs.renameSync(lock, aside);
    fs.rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function hash(parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part ?? "").update("\0");
  return sum.digest("hex");
}

/** The text of a file, or null when it is not there. */
function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
