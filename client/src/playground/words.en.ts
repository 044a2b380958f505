export const playground = {
  keyNeeded:
    "For browsers this server runs only the operations of its own web client. With an API key it runs yours too: the key stays in this page, and is forgotten when you leave it.",
  keyRefused: "This server does not know the key, or it has ended. Give another one.",
  key: "API key",
  use: "Use it",
  make: "Make a key on your profile",
} as const;
