package dev.imas.core.login;

/** How a client keeps the tokens of its session. Tokens of one way are refused in the other. */
enum SessionUse {
  /** It has them, and sends them by itself. */
  BEARER,
  /** A browser has them in cookies, which scripts cannot read. */
  COOKIE
}
