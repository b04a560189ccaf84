const SESSION = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * A conversation's id comes out of an agent's stream: what could be an option or a path is not
 * put on a command line (I14).
 */
export function isSessionId(session: string): boolean {
  return SESSION.test(session);
}
