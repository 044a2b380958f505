/** More than anybody can mean, over sockets. */
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";

const open = (url: string) => new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");

/** @returns what is wrong, or null: whoever floods is closed. */
export async function floodWithPings(url: string, apiKey: string): Promise<string | null> {
  const socket = open(url);
  const closed = once(socket, "close").then(([code]) => Number(code));
  socket.on("error", () => {});
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init", payload: { apiKey } }));
  const ping = JSON.stringify({ type: "ping", payload: { x: "a".repeat(60_000) } });
  for (let i = 0; i < 2000 && socket.readyState === socket.OPEN; i += 1)
    await new Promise((resolve) => socket.send(ping, resolve));
  const code = await Promise.race([closed, pause(5_000)]);
  // Cut off in the middle of what it sent, it may not have heard why.
  return code === 4429 || code === 1006 ? null : `it was not closed, but ${code}`;
}

/** @returns what is wrong, or null: of 2000 sockets twenty at the most are open at once. */
export async function holdSockets(url: string): Promise<string | null> {
  const sockets: WebSocket[] = [];
  let opened = 0;
  while (sockets.length < 2000) {
    const some = Array.from({ length: 50 }, () => open(url));
    sockets.push(...some);
    await Promise.all(
      some.map((socket) =>
        Promise.race([once(socket, "open").then(() => (opened += 1)), once(socket, "error")]).catch(() => {}),
      ),
    );
  }
  // They are closed after three seconds of silence, and others of the two thousand may have come in their place.
  const still = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  for (const socket of sockets) socket.terminate();
  return still <= 20 && opened > 0 ? null : `${still} of ${opened} were open at once`;
}
